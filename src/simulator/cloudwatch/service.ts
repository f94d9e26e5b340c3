import type { Service } from '../world/operation.ts'
import { alarmOperations } from './alarm-operations.ts'
import { countInvocation } from './alarms.ts'

/** CloudWatch's alarms. SDKs have taken to JSON for it; the older query protocol is not answered. */
export const cloudWatchService: Service = {
  name: 'cloudwatch',
  protocol: 'json',
  targetPrefix: 'GraniteServiceVersion20100801',
  operations: alarmOperations,
  hears: (place, news) => {
    if (news.kind === 'function-invoked') countInvocation(place, news.functionName, news.began, news.failure !== undefined)
  },
}
