export { IamUnusedUserCleanup } from './iam-unused-user-cleanup.ts'
export { OrganizationMember, type OrganizationMemberProps } from './organization-member.ts'
export { Organization, type OrganizationProps } from './organization.ts'
export type { EvaluationFrequency, IamUnusedUserCleanupProps, RemediationRunbook } from './props.ts'
