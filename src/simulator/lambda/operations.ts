/** What Lambda can be asked: a line for each group of operations. */
export { functionOperations } from './function-operations.ts'
export { invokeConfigOperations } from './invoke-config.ts'
export { permissionOperations } from './permission-operations.ts'
export { invokeOperations } from './invoke-operations.ts'
