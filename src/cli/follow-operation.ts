import type { stackSetNamed } from '../aws/stack-set.ts'
import { isUnderWay, type AccountResult } from '../deployment/stack-set.ts'
import type { Carried } from '../reports/organization-deployment-text.ts'
import { plural } from '../text/plural.ts'
import { Interrupted, type Io } from './io.ts'
import { seen, type Pause } from './waits.ts'

/** Ten thousand accounts, some minutes each, 25 % at a time. */
const PATIENCE_MS = 12 * 3_600_000

/** What comes of accounts is told a little later than what comes of the operation. */
const LATER_LOOKS = 20

type Followed = {
  readonly stackSet: Pick<ReturnType<typeof stackSetNamed>, 'operation' | 'results'>
  readonly operationId: string
  /** Told of each account once CloudFormation is done with it. */
  readonly onResult: (result: AccountResult) => void
  readonly isInterrupted: () => boolean
  readonly howToStop: string
  readonly pause: Pause | undefined
}

/** Wait for an operation of a StackSet. @throws Interrupted, while CloudFormation goes on */
export async function followOperation(
  { stackSet, operationId, onResult, isInterrupted, howToStop, pause }: Followed,
  io: Io,
): Promise<Carried> {
  const told = new Set<string>()
  let later = 0
  const carried = await seen(
    async () => {
      const operation = await stackSet.operation(operationId)
      const results = await stackSet.results(operationId)
      for (const result of results.filter((each) => !isOpen(each) && !told.has(each.accountId))) {
        told.add(result.accountId)
        onResult(result)
      }
      const running = results.filter(({ status }) => status === 'RUNNING').length
      io.progress(`${operation.action}: ${told.size} of ${plural(results.length, 'account')}, ${running} under way`)
      if (isUnderWay(operation)) {
        if (isInterrupted())
          throw new Interrupted(
            `Interrupted: CloudFormation goes on with ${operation.action} ${operationId}, and nothing is begun after it. "iam-cleanup status --organization" tells how it stands; to stop it: ${howToStop}`,
          )
        return undefined
      }
      return results.some((each) => isOpen(each)) && (later += 1) < LATER_LOOKS ? undefined : { operation, results }
    },
    PATIENCE_MS,
    pause,
  )
  if (carried === undefined)
    throw new Error(`The operation ${operationId} has not ended in 12 hours. "iam-cleanup status --organization" tells how it stands.`)
  return carried
}

const isOpen = ({ status }: AccountResult): boolean => status === 'PENDING' || status === 'RUNNING'
