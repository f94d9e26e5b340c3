/** What AWS RAM can be asked: a line for each group of operations. */
export { shareOperations } from './share-operations.ts'
