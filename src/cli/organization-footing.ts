import type { stackSetNamed } from '../aws/stack-set.ts'
import { missing } from '../deployment/organization-missing.ts'
import { whyUsersAreNotRecorded } from '../deployment/recording.ts'
import type { CalledAs, StackInstance, StackSetNow } from '../deployment/stack-set.ts'
import { Refusal, type Io } from './io.ts'

type Ground = {
  readonly stackSet: ReturnType<typeof stackSetNamed>
  readonly calledAs: CalledAs
  readonly accountId: string
  readonly region: string
  readonly managementAccountId: string
  readonly stackName: string
}

/** A Region is judged by itself: each account has its own recorder. */
const ANY_RECORDER = { name: '', isOn: true, group: { kind: 'all', withGlobal: true } } as const

/** @returns the set, where there is one; @throws Refusal naming everything that is missing */
export async function onFirmFooting(
  { stackSet, calledAs, accountId, region, managementAccountId, stackName }: Ground,
  io: Io,
): Promise<StackSetNow | undefined> {
  io.progress('Looking at the StackSet')
  const access = await stackSet.access()
  const set = access === 'ENABLED' ? await stackSet.now() : undefined
  const sentences = missing({
    accountId,
    region,
    managementAccountId,
    setName: stackName,
    calledAs,
    access,
    regionIsUnfit: whyUsersAreNotRecorded(region, ANY_RECORDER),
    underWay: set && (await stackSet.underWay()),
  })
  if (sentences.length > 0) throw new Refusal(sentences.join('\n'))
  return set
}

/** @throws Refusal where stacks are elsewhere */
export function refuseOtherRegions(instances: readonly StackInstance[], region: string): void {
  const others = [...new Set(instances.map((each) => each.region))].filter((each) => each !== region)
  if (others.length > 0)
    throw new Refusal(
      `The StackSet has stacks in ${others.join(', ')}. IAM is the same in every Region, and one stack an account is enough: take those out first (aws cloudformation delete-stack-instances), or say --region ${others[0]}.`,
    )
}
