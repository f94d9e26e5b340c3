import type { Service } from '../world/operation.ts'
import { evaluationOperations } from './evaluation-operations.ts'
import { recorderOperations } from './recorder-operations.ts'
import { remediationOperations } from './remediation-operations.ts'
import { ruleOperations } from './rule-operations.ts'

export const configService: Service = {
  name: 'config',
  operations: [...ruleOperations, ...evaluationOperations, ...remediationOperations, ...recorderOperations],
}
