/** What Systems Manager can be asked: a line for each group of operations. */
export { automationOperations } from './automation-operations.ts'
export { documentChangeOperations } from './document-changes.ts'
export { documentOperations } from './documents.ts'
export { parameterOperations } from './parameters.ts'
