/** What Security Hub can be asked: a line for each group of operations. */
export { hubOperations } from './hub-operations.ts'
export { importOperations } from './import-operations.ts'
export { findingOperations } from './finding-operations.ts'
