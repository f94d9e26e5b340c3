import type { Service } from '../world/operation.ts'
import { accessKeyOperations } from './access-keys.ts'
import { accountOperations } from './account.ts'
import { credentialReportOperations } from './credential-report.ts'
import { groupOperations } from './groups.ts'
import { inlinePolicyOperations } from './inline-policies.ts'
import { loginProfileOperations } from './login-profiles.ts'
import { managedPolicyOperations } from './managed-policies.ts'
import { policyOperations } from './policies.ts'
import { roleChangeOperations } from './role-changes.ts'
import { rolePolicyOperations } from './role-policies.ts'
import { roleOperations } from './roles.ts'
import { simulationOperations } from './simulation.ts'
import { tagOperations } from './tags.ts'
import { userOperations } from './users.ts'

export const iamService: Service = {
  name: 'iam',
  operations: [
    ...userOperations,
    ...loginProfileOperations,
    ...accessKeyOperations,
    ...tagOperations,
    ...groupOperations,
    ...policyOperations,
    ...inlinePolicyOperations,
    ...managedPolicyOperations,
    ...simulationOperations,
    ...roleOperations,
    ...roleChangeOperations,
    ...rolePolicyOperations,
    ...credentialReportOperations,
    ...accountOperations,
  ],
}
