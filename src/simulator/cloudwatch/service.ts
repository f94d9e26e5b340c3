import type { Service } from '../world/operation.ts'
import { alarmOperations } from './alarm-operations.ts'

/** CloudWatch's alarms. SDKs have taken to JSON for it; the older query protocol is not answered. */
export const cloudWatchService: Service = {
  name: 'cloudwatch',
  operations: alarmOperations,
}
