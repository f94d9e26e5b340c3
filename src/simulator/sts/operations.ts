/** What STS can be asked: a line for each group of operations. */
export { sessionOperations } from './session-operations.ts'
