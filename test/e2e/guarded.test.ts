import { DescribeRemediationExecutionStatusCommand } from '@aws-sdk/client-config-service'
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  DeleteLoginProfileCommand,
  ListRolesCommand,
  TagUserCommand,
  UpdateAccessKeyCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import {
  DeleteParameterCommand,
  DescribeAutomationExecutionsCommand,
  ListDocumentsCommand,
  PutParameterCommand,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm'
import { describe, expect, test } from 'vitest'
import { instant } from '../../src/judgement/instant.ts'
import { ledgerOf, sow } from '../support/ledger-of.ts'
import { event } from '../support/ledger-table.ts'
import { deployedSystem, LIST, RULE, type System, type SystemOptions } from '../support/system.ts'

const KEY_1 = 'AKIAIOSFODNN7EXAMPL1'
const KEY_2 = 'AKIAIOSFODNN7EXAMPL2'
const ID = 'AIDAIOSFODNN7EXAMPLE'

const ana = { name: 'ana', id: ID, created: '400d' }
const stalePassword = { password: { created: '400d', lastUsed: '200d' } }
const staleKey = { id: KEY_1, created: '400d', lastUsed: '200d' }

type Runbook = 'AwsManaged' | 'Guarded'

const withRunbook = (RemediationRunbook: Runbook, options: SystemOptions): Promise<System> =>
  deployedSystem({ ...options, parameters: { ...options.parameters, RemediationRunbook } })

/** What the remediation changed, in short; changes of the test itself are left out. */
const taken = ({ simulator }: System, from = 0): string[] =>
  simulator.changes
    .slice(from)
    .filter(({ by }) => !by.includes('Operator'))
    .map((change) => `${change.userName} ${change.action}${'accessKeyId' in change ? ` ${change.accessKeyId}` : ''}`)

async function lastStep({ config }: System): Promise<{ state: string | undefined; error: string | undefined }> {
  const { RemediationExecutionStatuses: [execution] = [] } = await config.send(
    new DescribeRemediationExecutionStatusCommand({ ConfigRuleName: RULE }),
  )
  return { state: execution?.State, error: execution?.StepDetails?.at(-1)?.ErrorMessage }
}

async function output({ ssm }: System): Promise<string> {
  const { AutomationExecutionMetadataList: [execution] = [] } = await ssm.send(new DescribeAutomationExecutionsCommand({}))
  return execution?.Outputs?.['RevokeUnusedIAMUserCredentialsAndVerify.Output']?.[0] ?? ''
}

/** What a restore writes. */
const givenBack = (now: Date) => (['restoring', 'restored'] as const).map((kind) => event(kind, 'given', { at: instant(now) }))

test('revokes exactly the unused, keeps the ledger, and answers in the fields of the AWS-owned runbook', async () => {
  await using system = await withRunbook('Guarded', {
    users: [{ ...ana, ...stalePassword, accessKeys: [staleKey, { id: KEY_2, created: '400d', lastUsed: '1d' }] }],
  })
  await system.evaluate()
  await system.remediate()
  expect(taken(system)).toEqual(['ana delete-password', `ana deactivate-key ${KEY_1}`])
  // The function's clock goes on with the seconds that it really takes.
  const isRevoked = expect.stringMatching(/^revoked 2026-11-02T09:02:\d\dZ idle 200$/)
  expect(await ledgerOf(system)).toEqual({ password: isRevoked, [KEY_1]: isRevoked })
  expect(JSON.parse(await output(system))).toEqual({
    output:
      'Verification of unused IAM User credentials is successful. Password, idle 200 days: revoked; Key ...MPL1, idle 200 days: revoked.',
    http_responses: {
      DeactivateUnusedKeysResponse: [{ AccessKeyId: KEY_1, Response: 'revoked' }],
      DeleteUnusedPasswordResponse: 'deleted',
    },
  })
  await system.evaluateAgain()
  expect(Object.values(await system.verdicts()).map(({ type }) => type)).toEqual(['COMPLIANT'])
})

describe('what it exists for, side by side', () => {
  type Case = {
    readonly situation: string
    readonly options: SystemOptions
    /** Between the evaluation and the remediation. */
    readonly meanwhile: (system: System) => Promise<unknown>
    readonly AwsManaged: string[]
    readonly Guarded: string[]
    /** What the guarded execution says of it. */
    readonly says: RegExp
  }

  const cases: readonly Case[] = [
    {
      situation: 'excluded between evaluation and remediation',
      options: { users: [{ ...ana, ...stalePassword }] },
      meanwhile: ({ ssm }) => ssm.send(new PutParameterCommand({ Name: LIST, Value: 'ana;reason=back on Monday', Overwrite: true })),
      AwsManaged: ['ana delete-password'],
      Guarded: [],
      says: /protected: Excluded by entry \\"ana\\": back on Monday/,
    },
    {
      situation: 'excluded by a group between evaluation and remediation',
      options: { users: [{ ...ana, ...stalePassword, groups: ['ops'] }] },
      meanwhile: ({ ssm }) => ssm.send(new PutParameterCommand({ Name: LIST, Value: 'group:ops', Overwrite: true })),
      AwsManaged: ['ana delete-password'],
      Guarded: [],
      says: /protected: Excluded by entry \\"group:ops\\"/,
    },
    {
      situation: 'password made anew after 200 idle days',
      options: { users: [{ ...ana, ...stalePassword }] },
      meanwhile: async ({ iam }) => {
        await iam.send(new DeleteLoginProfileCommand({ UserName: 'ana' }))
        await iam.send(new CreateLoginProfileCommand({ UserName: 'ana', Password: 'A-new-1-too' }))
      },
      AwsManaged: ['ana delete-password'],
      Guarded: [],
      says: /Nothing is unused any more/,
    },
    {
      situation: 'key restored',
      options: { users: [{ ...ana, accessKeys: [staleKey] }] },
      meanwhile: (system) => sow(system, 'ana', KEY_1, givenBack(system.simulator.now())),
      AwsManaged: [`ana deactivate-key ${KEY_1}`],
      Guarded: [],
      says: /Nothing is unused any more/,
    },
    {
      situation: 'one key used a moment ago while the other is stale',
      options: { users: [{ ...ana, accessKeys: [staleKey, { id: KEY_2, created: '400d', lastUsed: '200d' }] }] },
      meanwhile: async ({ simulator }) => simulator.useKey(KEY_2),
      AwsManaged: [`ana deactivate-key ${KEY_1}`],
      Guarded: [`ana deactivate-key ${KEY_1}`],
      says: /Key \.\.\.MPL1, idle 200 days: revoked\./,
    },
    {
      situation: 'user renamed',
      options: { users: [{ ...ana, ...stalePassword }] },
      meanwhile: ({ iam }) => iam.send(new UpdateUserCommand({ UserName: 'ana', NewUserName: 'ana.silva' })),
      AwsManaged: ['ana.silva delete-password'],
      Guarded: ['ana.silva delete-password'],
      says: /Password, idle 200 days: revoked/,
    },
    {
      situation: 'name reused by a new user, while the old one goes on under another',
      options: { users: [{ ...ana, accessKeys: [staleKey] }] },
      meanwhile: async ({ iam }) => {
        await iam.send(new UpdateUserCommand({ UserName: 'ana', NewUserName: 'ana-old' }))
        await iam.send(new CreateUserCommand({ UserName: 'ana' }))
        await iam.send(new CreateLoginProfileCommand({ UserName: 'ana', Password: 'Of-somebody-1' }))
      },
      AwsManaged: [`ana-old deactivate-key ${KEY_1}`],
      Guarded: [`ana-old deactivate-key ${KEY_1}`],
      says: /Key \.\.\.MPL1/,
    },
    {
      situation: 'last administrator',
      options: {
        users: [
          { ...ana, ...stalePassword, administrator: true },
          { name: 'bob', password: { created: '400d', lastUsed: '1d' } },
        ],
      },
      meanwhile: async () => undefined,
      AwsManaged: ['ana delete-password'],
      Guarded: [],
      says: /protected: it is the last way in of the last IAM administrator/,
    },
  ]

  test.for(cases)('$situation', async ({ options, meanwhile, says, ...expected }) => {
    for (const runbook of ['AwsManaged', 'Guarded'] as const) {
      await using system = await withRunbook(runbook, options)
      await system.evaluate()
      await meanwhile(system)
      await system.remediate()
      expect([runbook, taken(system)]).toEqual([runbook, expected[runbook]])
      expect(await output(system)).toMatch(runbook === 'Guarded' ? says : /Verification of unused IAM User credentials is successful/)
    }
  })

  test('exclusion list unreadable at the moment of acting: refused, nothing is touched', async () => {
    const options = { users: [{ ...ana, ...stalePassword }], list: 'somebody' }
    await using guarded = await withRunbook('Guarded', options)
    await guarded.evaluate()
    guarded.simulator.order({ operation: 'ssm:GetParameter', kind: 'refuse' })
    await guarded.remediate()
    expect(taken(guarded)).toEqual([])
    expect(await lastStep(guarded)).toEqual({ state: 'FAILED', error: expect.stringMatching(/The exclusion list .* could not be read/) })
    await using managed = await withRunbook('AwsManaged', options)
    await managed.evaluate()
    managed.simulator.order({ operation: 'ssm:GetParameter', kind: 'refuse' })
    await managed.remediate()
    expect(taken(managed)).toEqual(['ana delete-password'])
  })

  test.for(['AwsManaged', 'Guarded'] as const)('tagged between evaluation and remediation: %s cannot touch the user', async (runbook) => {
    await using system = await withRunbook(runbook, { users: [{ ...ana, ...stalePassword }] })
    await system.evaluate()
    await system.iam.send(new TagUserCommand({ UserName: 'ana', Tags: [{ Key: 'iam-unused-user-cleanup:excluded', Value: 'audit' }] }))
    await system.remediate()
    expect(taken(system)).toEqual([])
    expect((await lastStep(system)).state).toBe(runbook === 'Guarded' ? 'SUCCEEDED' : 'FAILED')
  })
})

describe('the last way in', () => {
  const admin = (name: string, rest: object) => ({ name, created: '400d', administrator: true, ...rest })

  test.for<[situation: string, users: SystemOptions['users'], expected: string[]]>([
    [
      'another administrator is in use',
      [admin('ana', stalePassword), admin('bob', { password: { created: '400d', lastUsed: '1d' } })],
      ['ana delete-password'],
    ],
    ['another administrator has nothing to get in with', [admin('ana', stalePassword), admin('bob', {})], []],
    [
      'two idle ones: the one who comes later by id goes',
      [admin('ana', { id: 'AIDAAAAAAAAAAAAAAAA1', ...stalePassword }), admin('bob', { id: 'AIDABBBBBBBBBBBBBBB2', ...stalePassword })],
      ['bob delete-password'],
    ],
    [
      'the same user has another way in',
      [admin('ana', { ...stalePassword, accessKeys: [{ created: '400d', lastUsed: '1d' }] })],
      ['ana delete-password'],
    ],
    [
      'two idle credentials: the less idle one stays',
      [admin('ana', { ...stalePassword, accessKeys: [{ id: KEY_1, created: '400d', lastUsed: '100d' }] })],
      ['ana delete-password'],
    ],
  ])('%s', async ([, users = [], expected]) => {
    await using system = await withRunbook('Guarded', { users })
    await system.evaluate()
    await system.remediate()
    expect(taken(system)).toEqual(expected)
  })

  test('by a group, and who cannot be read counts as protected', async () => {
    await using system = await withRunbook('Guarded', { users: [{ ...ana, ...stalePassword }] })
    await system.iam.send(new CreateGroupCommand({ GroupName: 'Admins' }))
    await system.iam.send(new AttachGroupPolicyCommand({ GroupName: 'Admins', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }))
    await system.iam.send(new AddUserToGroupCommand({ GroupName: 'Admins', UserName: 'ana' }))
    await system.evaluate()
    await system.remediate()
    expect([taken(system), (await output(system)).includes('last way in')]).toEqual([[], true])
    system.simulator.order({ operation: 'iam:SimulatePrincipalPolicy', kind: 'refuse' })
    await system.evaluateAgain()
    await system.remediate()
    expect([taken(system), (await output(system)).includes('last way in')]).toEqual([[], true])
    expect((await system.verdicts())['ana']?.type).toBe('NON_COMPLIANT')
  })
})

test('a group that the exclusion list names is gone at the moment of acting: refused, nothing is touched', async () => {
  await using guarded = await withRunbook('Guarded', { users: [{ ...ana, ...stalePassword }], list: 'somebody' })
  await guarded.evaluate()
  await guarded.ssm.send(new PutParameterCommand({ Name: LIST, Value: 'group:Break-Glass', Overwrite: true }))
  await guarded.remediate()
  expect(taken(guarded)).toEqual([])
  expect(await lastStep(guarded)).toEqual({
    state: 'FAILED',
    error: expect.stringMatching(/group:Break-Glass, a group that does not exist/),
  })
})

describe("an order is a wish: limit, time, rule and list are the function's own (S10)", () => {
  const inUse = {
    users: [{ ...ana, password: { created: '400d', lastUsed: '2d' }, accessKeys: [{ id: KEY_1, created: '400d', lastUsed: '2d' }] }],
  }

  const ordered = async ({ lambda }: System, order: object): Promise<unknown> => {
    const { Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: `${RULE}-function`, Payload: Buffer.from(JSON.stringify(order)) }),
    )
    return JSON.parse(Buffer.from(Payload ?? []).toString())
  }

  const order = { IAMResourceId: ID, ExecutionId: '7dcc2d5b-7a5c-4a49-b3a5-8f4e0a9f6a1e' }

  test.for([
    { MaxCredentialUsageAge: '1' },
    { DateTime: '2099-01-01_00.00.00' },
    { MaxCredentialUsageAge: 1, DateTime: '2027-11-02_09.00.00' },
  ])('a forged %j takes nothing from who is in use', async (forged) => {
    await using system = await withRunbook('Guarded', inUse)
    await system.evaluate()
    expect(await ordered(system, { ...order, ...forged })).toEqual({
      outcome: 'done',
      output: 'Nothing is unused any more.',
      http_responses: { DeactivateUnusedKeysResponse: [] },
    })
    expect(taken(system)).toEqual([])
  })

  test('our document, started by hand with a lower limit, takes nothing either', async () => {
    await using system = await withRunbook('Guarded', inUse)
    await system.evaluate()
    const { DocumentIdentifiers = [] } = await system.ssm.send(new ListDocumentsCommand({}))
    const DocumentName = DocumentIdentifiers.find(({ Owner }) => Owner !== 'Amazon')?.Name
    const { Roles = [] } = await system.iam.send(new ListRolesCommand({}))
    const role = Roles.find(({ RoleName }) => RoleName?.includes('RemediationServiceRole'))?.Arn ?? ''
    const Parameters = { AutomationAssumeRole: [role], IAMResourceId: [ID], MaxCredentialUsageAge: ['1'] }
    await system.ssm.send(new StartAutomationExecutionCommand({ DocumentName, Parameters }))
    await system.remediate()
    expect(await output(system)).toMatch(/Nothing is unused any more/)
    expect(taken(system)).toEqual([])
  })

  test('an exclusion that ends later is in force today, whatever time an order names', async () => {
    await using system = await withRunbook('Guarded', { users: [{ ...ana, ...stalePassword }], list: 'ana;until=2026-12-31' })
    await system.evaluate()
    expect(await ordered(system, { ...order, DateTime: '2099-01-01_00.00.00' })).toMatchObject({
      output: expect.stringMatching(/protected: Excluded by entry "ana"/),
    })
    expect(taken(system)).toEqual([])
  })

  test('the list is gone: refused by what the own rule reported, whatever rule an order names', async () => {
    await using system = await withRunbook('Guarded', { users: [{ ...ana, ...stalePassword }], list: 'ana' })
    await system.evaluate()
    await system.ssm.send(new DeleteParameterCommand({ Name: LIST }))
    expect(await ordered(system, { ...order, RuleName: 'another-rule' })).toEqual({
      outcome: 'failed',
      reason: expect.stringMatching(/is gone, and an earlier run excluded 1 user\(s\) by it/),
    })
    expect(taken(system)).toEqual([])
  })

  test('one that cannot be read is answered with a reason', async () => {
    await using system = await withRunbook('Guarded', inUse)
    expect(await ordered(system, { ...order, IAMResourceId: true })).toEqual({
      outcome: 'failed',
      reason: expect.stringMatching(/The order cannot be read/),
    })
  })
})

test('20 revocations among 200 users read no earlier results: the list is there, and nothing needs them', async () => {
  const users = Array.from({ length: 200 }, (_, n) => ({
    name: `user-${n}`,
    accessKeys: [{ created: '400d', lastUsed: n < 20 ? '200d' : '2d' }],
  }))
  await using system = await withRunbook('Guarded', { users })
  await system.evaluate()
  const before = system.simulator.calls.length
  await system.remediate()
  expect(taken(system).length).toBe(20)
  expect(system.calls(before)['config:GetComplianceDetailsByConfigRule']).toBeUndefined()
})

describe('outcomes', () => {
  test('a refused revocation is never a success, and what else was unused is still revoked', async () => {
    await using system = await withRunbook('Guarded', {
      users: [{ ...ana, ...stalePassword, accessKeys: [staleKey] }],
      parameters: { MaximumAutomaticAttempts: '1' },
    })
    system.simulator.order({ operation: 'iam:DeleteLoginProfile', kind: 'refuse' })
    await system.evaluate()
    await system.remediate()
    expect(taken(system)).toEqual([`ana deactivate-key ${KEY_1}`])
    expect(await lastStep(system)).toEqual({
      state: 'FAILED',
      error: expect.stringMatching(/Password, idle 200 days: refused: AccessDenied.*Key \.\.\.MPL1, idle 200 days: revoked/),
    })
    expect(await ledgerOf(system)).toEqual({
      password: expect.stringMatching(/^not-revoked 2026-11-02T09:02:\d\dZ idle 200$/),
      [KEY_1]: expect.stringMatching(/^revoked 2026-11-02T09:02:\d\dZ idle 200$/),
    })
  })

  test('without a ledger nothing is revoked', async () => {
    await using system = await withRunbook('Guarded', {
      users: [{ ...ana, ...stalePassword }],
      parameters: { MaximumAutomaticAttempts: '1' },
    })
    await system.evaluate()
    system.simulator.order({ operation: 'dynamodb:UpdateItem', kind: 'refuse' })
    await system.remediate()
    expect(taken(system)).toEqual([])
    expect((await lastStep(system)).error).toMatch(/refused: nothing was done \(AccessDeniedException/)
  })

  test("IAM's lag is waited out", async () => {
    await using system = await withRunbook('Guarded', { users: [{ ...ana, ...stalePassword }] })
    system.simulator.order({ operation: 'iam:DeleteLoginProfile', kind: 'lag', reads: 2 })
    await system.evaluate()
    await system.remediate()
    expect((await lastStep(system)).state).toBe('SUCCEEDED')
    expect(await ledgerOf(system)).toEqual({ password: expect.stringMatching(/^revoked 2026-11-02T09:02:\d\dZ idle 200$/) })
  })

  test('a ledger entry that cannot be read protects its credential: nothing may be concluded', async () => {
    await using system = await withRunbook('Guarded', {
      users: [{ ...ana, ...stalePassword }],
      parameters: { MaximumAutomaticAttempts: '1' },
    })
    await sow(system, 'ana', 'password', ['restored yesterday'])
    await system.evaluate()
    expect(await system.verdicts()).toEqual({})
    expect(await system.error()).toMatch(/The ledger of AIDAIOSFODNN7EXAMPLE password cannot be read/)
    await system.remediate()
    expect(taken(system)).toEqual([])
  })

  test('one of a key that does not exist concerns nobody', async () => {
    await using system = await withRunbook('Guarded', { users: [{ ...ana, ...stalePassword }] })
    await sow(system, 'ana', 'AKIANOBODYHASTHISKEY', ['garbage'])
    await system.evaluate()
    await system.remediate()
    expect([await system.error(), taken(system)]).toEqual([undefined, ['ana delete-password']])
  })
})

test('restored keys are left alone for 30 virtual days of daily evaluation, and taken again when the limit has passed', async () => {
  await using system = await withRunbook('Guarded', { users: [{ ...ana, accessKeys: [staleKey] }] })
  await system.evaluate()
  await system.remediate()
  expect(taken(system)).toEqual([`ana deactivate-key ${KEY_1}`])
  await sow(system, 'ana', KEY_1, givenBack(system.simulator.now()))
  await system.iam.send(new UpdateAccessKeyCommand({ UserName: 'ana', AccessKeyId: KEY_1, Status: 'Active' }))
  await system.simulator.advance(29.5 * 86_400_000)
  expect(taken(system).length).toBe(1)
  await system.simulator.advance(2 * 86_400_000)
  expect(taken(system)).toEqual([`ana deactivate-key ${KEY_1}`, `ana deactivate-key ${KEY_1}`])
})
