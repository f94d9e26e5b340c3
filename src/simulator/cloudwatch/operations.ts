/** CloudWatch's alarms. SDKs have taken to JSON for it; the older query protocol is not answered. */
export { alarmOperations } from './alarm-operations.ts'
