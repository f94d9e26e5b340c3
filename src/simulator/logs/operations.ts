/** CloudWatch Logs: log groups, their streams, and their events to be read (`aws logs tail`, `filter-log-events`, `get-log-events`). */
export { describeOperations } from './describe-operations.ts'
export { groupOperations } from './group-operations.ts'
export { streamOperations } from './stream-operations.ts'
export { readOperations } from './read-operations.ts'
