import {
  AttachUserPolicyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  DeleteAccountPasswordPolicyCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  UpdateAccountPasswordPolicyCommand,
} from '@aws-sdk/client-iam'
import { expect, test } from 'vitest'
import { Simulator } from '../../src/simulator/index.ts'
import { System } from '../support/system.ts'

const failure = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'nothing failed',
    (error: Error) => error.name,
  )

// Members and values as `aws iam get-account-summary` answers of an account whose quotas nobody raised; the API reference of GetAccountSummary.
test('the summary counts what there is, and tells the quotas', async () => {
  await using system = new System(
    await Simulator.start({ at: '2026-11-26T12:00:00Z', account: { users: [{ name: 'ana' }, { name: 'bob' }] } }),
  )
  for (const UserName of ['ana', 'bob'])
    await system.iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: 'arn:aws:iam::aws:policy/IAMFullAccess' }))
  const { SummaryMap } = await system.iam.send(new GetAccountSummaryCommand({}))
  expect(SummaryMap).toEqual({
    AccessKeysPerUserQuota: 2,
    AccountAccessKeysPresent: 0,
    AccountMFAEnabled: 1,
    AccountPasswordPresent: 1,
    AccountSigningCertificatesPresent: 0,
    AssumeRolePolicySizeQuota: 2048,
    AttachedPoliciesPerGroupQuota: 10,
    AttachedPoliciesPerRoleQuota: 10,
    AttachedPoliciesPerUserQuota: 10,
    GlobalEndpointTokenVersion: 1,
    GroupPolicySizeQuota: 5120,
    Groups: 0,
    GroupsPerUserQuota: 10,
    GroupsQuota: 300,
    InstanceProfiles: 0,
    InstanceProfilesQuota: 1000,
    MFADevices: 0,
    MFADevicesInUse: 0,
    Policies: 0,
    PoliciesQuota: 1500,
    PolicySizeQuota: 6144,
    PolicyVersionsInUse: 1,
    PolicyVersionsInUseQuota: 10_000,
    Providers: 0,
    RolePolicySizeQuota: 10_240,
    Roles: expect.any(Number),
    RolesQuota: 1000,
    ServerCertificates: 0,
    ServerCertificatesQuota: 20,
    SigningCertificatesPerUserQuota: 2,
    UserPolicySizeQuota: 2048,
    Users: 2,
    UsersQuota: 5000,
    VersionsPerPolicyQuota: 5,
  })
})

test('the password policy: none at first, then as it was set, and every new password has to conform to it', async () => {
  await using system = new System(await Simulator.start({ at: '2026-11-26T12:00:00Z' }))
  const { iam } = system
  let count = 0
  const make = async (Password: string): Promise<string> => {
    count += 1
    await iam.send(new CreateUserCommand({ UserName: `user-${count}` }))
    return failure(iam.send(new CreateLoginProfileCommand({ UserName: `user-${count}`, Password })))
  }
  expect(await failure(iam.send(new GetAccountPasswordPolicyCommand({})))).toBe('NoSuchEntityException')
  expect([await make('Short-1'), await make('only-small-ones'), await make('Long-enough-1')]).toEqual([
    'PasswordPolicyViolationException',
    'PasswordPolicyViolationException',
    'nothing failed',
  ])
  await iam.send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 32, RequireSymbols: true, RequireNumbers: true }))
  const { PasswordPolicy } = await iam.send(new GetAccountPasswordPolicyCommand({}))
  expect(PasswordPolicy).toMatchObject({
    MinimumPasswordLength: 32,
    RequireSymbols: true,
    RequireNumbers: true,
    RequireUppercaseCharacters: false,
    ExpirePasswords: false,
  })
  expect([
    await make('Long-enough-1'),
    await make('x'.repeat(32)),
    await make(`${'x'.repeat(31)}1`),
    await make(`${'x'.repeat(30)}-1`),
  ]).toEqual(['PasswordPolicyViolationException', 'PasswordPolicyViolationException', 'PasswordPolicyViolationException', 'nothing failed'])
  expect(await failure(iam.send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 129 })))).toBe('ValidationError')
  await iam.send(new DeleteAccountPasswordPolicyCommand({}))
  expect(await failure(iam.send(new DeleteAccountPasswordPolicyCommand({})))).toBe('NoSuchEntityException')
})
