import type { Service } from '../world/operation.ts'
import { accessKeyOperations } from './access-keys.ts'
import { credentialReportOperations } from './credential-report.ts'
import { groupOperations } from './groups.ts'
import { loginProfileOperations } from './login-profiles.ts'
import { policyOperations } from './policies.ts'
import { roleChangeOperations } from './role-changes.ts'
import { rolePolicyOperations } from './role-policies.ts'
import { roleOperations } from './roles.ts'
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
    ...roleOperations,
    ...roleChangeOperations,
    ...rolePolicyOperations,
    ...credentialReportOperations,
  ],
}
