import {
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

test('the summary counts what there is', async () => {
  await using system = new System(
    await Simulator.start({ at: '2026-11-26T12:00:00Z', account: { users: [{ name: 'ana' }, { name: 'bob' }] } }),
  )
  const { SummaryMap } = await system.iam.send(new GetAccountSummaryCommand({}))
  expect([SummaryMap?.Users, SummaryMap?.UsersQuota, SummaryMap?.Groups]).toEqual([2, 5000, 0])
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
