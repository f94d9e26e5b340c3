import { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch'
import type { AlarmStatus } from '../deployment/status.ts'
import { instant } from '../judgement/instant.ts'
import { collect } from '../stream/map-concurrently.ts'
import { clientSettings } from './client-settings.ts'
import { present } from './present.ts'
import { wholeList } from './whole-list.ts'

/** How the alarms of these names stand. */
export async function alarmsNamed(AlarmNames: readonly string[]): Promise<readonly AlarmStatus[]> {
  if (AlarmNames.length === 0) return []
  const client = new CloudWatchClient(clientSettings())
  const pages = paginateDescribeAlarms({ client }, { AlarmNames: [...AlarmNames] })
  const alarms = await collect(wholeList(pages, 'MetricAlarms'))
  return alarms.map(({ AlarmName, StateValue, StateUpdatedTimestamp, StateReason = '' }) => ({
    name: present(AlarmName, 'AlarmName'),
    state: present(StateValue, 'StateValue'),
    since: StateUpdatedTimestamp && instant(StateUpdatedTimestamp),
    reason: StateReason,
  }))
}
