import {
  DeleteAccountPasswordPolicy$,
  GetAccountPasswordPolicy$,
  GetAccountSummary$,
  UpdateAccountPasswordPolicy$,
  type UpdateAccountPasswordPolicyRequest,
} from '@aws-sdk/client-iam'
import { validationError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { iamOf, noSuchEntity, type IamState } from './state.ts'
import { MAX_USERS } from './users.ts'

/**
 * Quotas as every account has them, and what there is not here: devices, certificates, providers of identities, keys of root. Root has a password and a device.
 * As `aws iam get-account-summary` answers in a new account: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
 */
const UNCHANGING = {
  UsersQuota: MAX_USERS,
  GroupsQuota: 300,
  RolesQuota: 1000,
  PoliciesQuota: 1500,
  AccessKeysPerUserQuota: 2,
  GroupsPerUserQuota: 10,
  SigningCertificatesPerUserQuota: 2,
  AttachedPoliciesPerGroupQuota: 10,
  AttachedPoliciesPerRoleQuota: 10,
  AttachedPoliciesPerUserQuota: 10,
  PolicyVersionsInUseQuota: 10_000,
  VersionsPerPolicyQuota: 5,
  PolicySizeQuota: 6144,
  UserPolicySizeQuota: 2048,
  GroupPolicySizeQuota: 5120,
  RolePolicySizeQuota: 10_240,
  AssumeRolePolicySizeQuota: 2048,
  InstanceProfilesQuota: 1000,
  ServerCertificatesQuota: 20,
  InstanceProfiles: 0,
  ServerCertificates: 0,
  Providers: 0,
  MFADevices: 0,
  MFADevicesInUse: 0,
  AccountMFAEnabled: 1,
  AccountPasswordPresent: 1,
  AccountAccessKeysPresent: 0,
  AccountSigningCertificatesPresent: 0,
  GlobalEndpointTokenVersion: 1,
}

/** What of passwords is the account's business, and its numbers. */
export const accountOperations = [
  operation(GetAccountSummary$, [], (_input: object, { place }) => {
    const { users, groups, roles, policies } = iamOf(place)
    return {
      SummaryMap: {
        ...UNCHANGING,
        Users: users.size,
        Groups: groups.size,
        Roles: roles.size,
        Policies: policies.size,
        PolicyVersionsInUse: policiesInUse(iamOf(place)).size,
      },
    }
  }),
  operation(GetAccountPasswordPolicy$, [], (_input: object, { place }) => {
    const { passwordPolicy: PasswordPolicy, accountId } = iamOf(place)
    if (PasswordPolicy === undefined) throw noSuchEntity(`The Password Policy with domain name ${accountId} cannot be found.`)
    return { PasswordPolicy }
  }),
  operation(
    UpdateAccountPasswordPolicy$,
    [
      'MinimumPasswordLength',
      'RequireSymbols',
      'RequireNumbers',
      'RequireUppercaseCharacters',
      'RequireLowercaseCharacters',
      'AllowUsersToChangePassword',
      'MaxPasswordAge',
      'PasswordReusePrevention',
      'HardExpiry',
    ],
    (input: UpdateAccountPasswordPolicyRequest, { place }) => {
      const { MinimumPasswordLength = 6, MaxPasswordAge, PasswordReusePrevention, HardExpiry } = input
      checkRange('minimumPasswordLength', MinimumPasswordLength, 6, 128)
      checkRange('maxPasswordAge', MaxPasswordAge, 1, 1095)
      checkRange('passwordReusePrevention', PasswordReusePrevention, 1, 24)
      iamOf(place).passwordPolicy = {
        MinimumPasswordLength,
        RequireSymbols: input.RequireSymbols ?? false,
        RequireNumbers: input.RequireNumbers ?? false,
        RequireUppercaseCharacters: input.RequireUppercaseCharacters ?? false,
        RequireLowercaseCharacters: input.RequireLowercaseCharacters ?? false,
        AllowUsersToChangePassword: input.AllowUsersToChangePassword ?? false,
        ExpirePasswords: MaxPasswordAge !== undefined,
        ...(MaxPasswordAge === undefined ? {} : { MaxPasswordAge }),
        ...(PasswordReusePrevention === undefined ? {} : { PasswordReusePrevention }),
        ...(HardExpiry === undefined ? {} : { HardExpiry }),
      }
    },
  ),
  operation(DeleteAccountPasswordPolicy$, [], (_input: object, { place }) => {
    const iam = iamOf(place)
    if (iam.passwordPolicy === undefined) throw noSuchEntity('The account policy with name PasswordPolicy cannot be found.')
    iam.passwordPolicy = undefined
  }),
]

/** Managed policies, AWS's too, that are attached to something or bound it: of each the default version is in use. */
const policiesInUse = ({ users, groups, roles }: IamState): ReadonlySet<string> =>
  new Set(
    [...users.values(), ...groups.values(), ...roles.values()].flatMap((each) => [
      ...each.PolicyArns,
      ...('PermissionsBoundary' in each && each.PermissionsBoundary !== undefined ? [each.PermissionsBoundary] : []),
    ]),
  )

function checkRange(name: string, value: number | undefined, least: number, most: number): void {
  if (value !== undefined && (value < least || value > most))
    throw validationError(`Value at '${name}' failed to satisfy constraint: Member must be between ${least} and ${most}`)
}
