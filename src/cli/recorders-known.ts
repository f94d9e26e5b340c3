import { aggregatorNamed } from '../aws/aggregator.ts'
import { configRecorder } from '../aws/config-recorder.ts'
import { whyUsersAreNotRecorded } from '../deployment/recording.ts'
import { partOf } from './part.ts'

/** What can be known before of AWS Config in accounts: of the own one, and of others by an aggregator. */
export async function recordersText(
  accounts: readonly string[],
  { accountId, region }: { readonly accountId: string; readonly region: string },
  aggregator: string | undefined,
): Promise<readonly string[]> {
  const own = accounts.includes(accountId) ? await partOf(configRecorder) : undefined
  const why = own?.kind === 'read' ? whyUsersAreNotRecorded(region, own.value) : undefined
  const ofOwn = why === undefined ? [] : [`${accountId} will fail: ${why}`]
  if (aggregator === undefined)
    return [
      ...ofOwn,
      'Whether accounts have a recorder of AWS Config is not known before, and one without fails. --aggregator NAME tells, where you have one.',
    ]
  const sources = await partOf(aggregatorNamed(aggregator).sources)
  if (sources.kind !== 'read') return [...ofOwn, `What the aggregator ${aggregator} has could not be read: ${sources.why}`]
  const feeding = new Set(sources.value.map((source) => source.accountId))
  const silent = accounts.filter((id) => !feeding.has(id))
  return [
    ...ofOwn,
    ...(silent.length === 0
      ? []
      : [
          `Nothing reaches the aggregator ${aggregator} from ${silent.join(', ')}: AWS Config has no recorder there, most likely, and the stack will fail.`,
        ]),
  ]
}
