/** What CloudFormation can be asked of StackSets: a line for each group of operations. */
export { accessOperations } from './access-operations.ts'
export { instanceOperations } from './instance-operations.ts'
export { progressOperations } from './progress-operations.ts'
export { setOperations } from './set-operations.ts'
