import {
  DeleteAccountPasswordPolicy$,
  GetAccountPasswordPolicy$,
  GetAccountSummary$,
  UpdateAccountPasswordPolicy$,
  type UpdateAccountPasswordPolicyRequest,
} from '@aws-sdk/client-iam'
import { validationError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { iamOf, noSuchEntity } from './state.ts'
import { MAX_USERS } from './users.ts'

/** What of passwords is the account's business, and its numbers. */
export const accountOperations = [
  operation(GetAccountSummary$, [], (_input: object, { place }) => {
    const { users, groups, roles, policies } = iamOf(place)
    return {
      SummaryMap: {
        Users: users.size,
        UsersQuota: MAX_USERS,
        Groups: groups.size,
        GroupsQuota: 300,
        Roles: roles.size,
        RolesQuota: 1000,
        Policies: policies.size,
        PoliciesQuota: 1500,
        AccessKeysPerUserQuota: 2,
        GroupsPerUserQuota: 10,
        AccountMFAEnabled: 1,
        AccountAccessKeysPresent: 0,
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
    if (iam.passwordPolicy === undefined)
      throw noSuchEntity(`The account policy with name PasswordPolicy of ${iam.accountId} cannot be found.`)
    iam.passwordPolicy = undefined
  }),
]

function checkRange(name: string, value: number | undefined, least: number, most: number): void {
  if (value !== undefined && (value < least || value > most))
    throw validationError(`Value at '${name}' failed to satisfy constraint: Member must be between ${least} and ${most}`)
}
