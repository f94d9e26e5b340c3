/** What CloudFormation can be asked: a line for each group of operations. */
export { changeSetOperations } from './change-set-operations.ts'
export { readOperations } from './read-operations.ts'
export { stackOperations } from './stack-operations.ts'
export { templateOperations } from './template-operations.ts'
