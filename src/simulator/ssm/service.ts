import type { Service } from '../world/operation.ts'
import { automationOperations } from './automation-operations.ts'
import { documentChangeOperations } from './document-changes.ts'
import { documentOperations } from './documents.ts'
import { parameterOperations } from './parameters.ts'

export const ssmService: Service = {
  name: 'ssm',
  operations: [...parameterOperations, ...documentOperations, ...documentChangeOperations, ...automationOperations],
}
