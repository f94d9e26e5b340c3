import type { Service } from '../world/operation.ts'
import { changeSetOperations } from './change-set-operations.ts'
import { stackOperations } from './stack-operations.ts'
import { readOperations } from './read-operations.ts'

export const cloudFormationService: Service = {
  name: 'cloudformation',
  protocol: 'query',
  version: '2010-05-15',
  xmlns: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  operations: [...stackOperations, ...changeSetOperations, ...readOperations],
}
