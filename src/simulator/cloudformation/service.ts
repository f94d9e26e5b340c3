import type { Service } from '../world/operation.ts'
import { changeSetOperations } from './change-set-operations.ts'
import { stackOperations } from './stack-operations.ts'
import { readOperations } from './read-operations.ts'

export const cloudFormationService: Service = {
  name: 'cloudformation',
  operations: [...stackOperations, ...changeSetOperations, ...readOperations],
}
