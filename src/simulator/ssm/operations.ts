/** What Systems Manager can be asked: a line for each group of operations. */
export { automationOperations } from './automation-operations.ts'
export { documentChangeOperations } from './document-changes.ts'
export { documentOperations } from './documents.ts'
export { labelOperations } from './labels.ts'
export { parameterOperations } from './parameters.ts'
export { resourceTagOperations } from './resource-tags.ts'
