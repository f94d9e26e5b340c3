/** What AWS Organizations can be asked: a line for each group of operations. */
export { accountOperations } from './account-operations.ts'
export { delegationOperations } from './delegation-operations.ts'
export { organizationOperations } from './organization-operations.ts'
