export { IamUnusedUserCleanup } from './iam-unused-user-cleanup.ts'
export type { EvaluationFrequency, IamUnusedUserCleanupProps, RemediationRunbook } from './props.ts'
