import { describeError } from '../aws/errors.ts'
import { configRecorder } from '../aws/config-recorder.ts'
import { enabledRegions, ruleIn } from '../aws/regions.ts'
import { stackThatMade } from '../aws/stack.ts'
import { whyUsersAreNotRecorded } from '../deployment/recording.ts'
import { plural } from '../text/plural.ts'
import { Refusal, type Io } from './io.ts'
import { RULE } from './names.ts'

type Place = {
  readonly region: string
  readonly stackName: string
  /** Where to look; undefined for everywhere. */
  readonly regions: readonly string[] | undefined
}

/** @throws Refusal where AWS Config does not record IAM users here, and where there is another stack anywhere: IAM is global, and two would revoke what one alone warns of */
export async function refuseUnfitPlace({ region, stackName, regions }: Place, io: Io): Promise<void> {
  io.progress('Looking at the recorder of AWS Config')
  const why = whyUsersAreNotRecorded(region, await configRecorder())
  if (why !== undefined) throw new Refusal(why)
  const everywhere = regions ?? (await everyRegion())
  io.progress(`Looking for another stack in ${plural(everywhere.length, 'Region')}`)
  const looked = await ruleIn([...new Set([region, ...everywhere])], RULE)
  const others = looked.filter((each) => each.kind === 'there' && each.region !== region).map((each) => each.region)
  if (others.length > 0)
    throw new Refusal(
      `There is a rule ${RULE} in ${others.join(', ')} already. IAM is the same in every Region, and one stack is enough for all: update that one (--region ${others[0]}), or remove it first.`,
    )
  const unread = looked.flatMap((each) => (each.kind === 'unread' ? [each] : []))
  if (unread[0] !== undefined)
    throw new Refusal(
      `Whether there is another stack could not be seen in ${unread.map((each) => each.region).join(', ')} (${unread[0].why}). Grant config:DescribeConfigRules there, or name the Regions where to look with --regions.`,
    )
  if (!looked.some((each) => each.kind === 'there')) return
  const owner = await stackThatMade(RULE)
  if (owner !== stackName)
    throw new Refusal(
      `There is a rule ${RULE} in ${region} already, ${owner === undefined ? 'of no stack: delete it first' : `of the stack ${owner}: say --stack-name ${owner}`}.`,
    )
}

async function everyRegion(): Promise<readonly string[]> {
  try {
    return await enabledRegions()
  } catch (cause) {
    throw new Error(
      `The Regions of the account could not be listed (${describeError(cause)}). Grant account:ListRegions, or name with --regions where to look for another stack.`,
      { cause },
    )
  }
}
