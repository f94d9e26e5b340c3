export {
  IamUnusedUserCleanup,
  type EvaluationFrequency,
  type IamUnusedUserCleanupProps,
  type RemediationRunbook,
} from './iam-unused-user-cleanup.ts'
