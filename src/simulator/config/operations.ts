/** What AWS Config can be asked: a line for each group of operations. */
export { aggregatorOperations } from './aggregator-operations.ts'
export { complianceOperations } from './compliance-operations.ts'
export { discoveryOperations } from './discovery-operations.ts'
export { evaluationOperations } from './evaluation-operations.ts'
export { queryOperations } from './query-operations.ts'
export { recorderOperations } from './recorder-operations.ts'
export { remediationOperations } from './remediation-operations.ts'
export { ruleOperations } from './rule-operations.ts'
