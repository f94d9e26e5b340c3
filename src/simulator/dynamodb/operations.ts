/** What DynamoDB can be asked: a line for each group of operations. */
export { itemOperations } from './item-operations.ts'
export { recoveryOperations } from './recovery-operations.ts'
export { tableOperations } from './table-operations.ts'
