import type { Work } from '../aws/stack-set-shapes.ts'
import type { stackSetNamed } from '../aws/stack-set.ts'
import { PREFERENCES, type Order } from '../deployment/organization-order.ts'
import { ARMING, type AccountResult } from '../deployment/stack-set.ts'
import type { Carried } from '../reports/organization-deployment-text.ts'
import type { Chosen } from './deployment-parameters.ts'
import { followOperation } from './follow-operation.ts'
import { Interrupted, type Io } from './io.ts'
import type { Pause } from './waits.ts'

type Means = {
  readonly stackSet: ReturnType<typeof stackSetNamed>
  readonly templateBody: string
  readonly chosen: Chosen
  /** What stacks that are made override. */
  readonly overrides: ReadonlyMap<string, string>
  readonly onResult: (result: AccountResult) => void
  readonly isInterrupted: () => boolean
  readonly howToStop: (operationId: string) => string
  readonly pause: Pause | undefined
}

/** One operation after the other; one that did not succeed is the last. @throws Interrupted, while CloudFormation goes on */
export async function carryOrdersOut(orders: readonly Order[], means: Means, io: Io): Promise<readonly Carried[]> {
  const carried: Carried[] = []
  for (const order of orders) {
    if (means.isInterrupted())
      throw new Interrupted(
        carried.length === 0
          ? 'Interrupted. Nothing was begun.'
          : 'Interrupted: what was begun is done, and nothing is begun after it. Go on with the same command.',
      )
    const operationId = await begin(order, means)
    if (operationId === undefined) continue
    const { stackSet, onResult, isInterrupted, howToStop, pause } = means
    const came = await followOperation({ stackSet, operationId, onResult, isInterrupted, howToStop: howToStop(operationId), pause }, io)
    carried.push(came)
    if (came.operation.status !== 'SUCCEEDED') break
  }
  return carried
}

/** @returns the id of the operation; undefined where it is none */
async function begin(order: Order, { stackSet, templateBody, chosen, overrides }: Means): Promise<string | undefined> {
  if (order.kind === 'make-set') {
    await stackSet.make(templateBody, chosen.given)
    return undefined
  }
  const { units, accounts, isNarrowed, kind } = order.wave
  const work = (targets: Work['targets']): Work => ({ targets, preferences: PREFERENCES[kind] })
  switch (order.kind) {
    case 'update-set':
      return stackSet.update(templateBody, chosen, work({ units, accounts: order.isAll ? undefined : order.accounts }))
    case 'make-stacks':
      return stackSet.makeStacks(work({ units, accounts: isNarrowed ? accounts : undefined }), overrides)
    case 'arm':
    case 'disarm':
      return stackSet.override({ given: new Map([[ARMING, String(order.kind === 'arm')]]), kept: order.kept }, work({ units, accounts }))
  }
}
