import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DeleteUserCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  ListUserPoliciesCommand,
  PutGroupPolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  SimulatePrincipalPolicyCommand,
  type SimulatePrincipalPolicyCommandInput,
} from '@aws-sdk/client-iam'
import { runSimulation } from '@cloud-copilot/iam-simulate'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PolicyDocument } from '../../src/simulator/policy/policy-document.ts'
import { decideWithin } from '../../src/simulator/policy/policy.ts'
import { Simulator } from '../../src/simulator/index.ts'
import { System } from '../support/system.ts'

const ACCOUNT = '123456789012'
const arnOf = (name: string): string => `arn:aws:iam::${ACCOUNT}:user/${name}`

let system: System
let count = 0
let name = ''

beforeAll(async () => {
  system = new System(await Simulator.start({ at: '2026-11-26T12:00:00Z' }))
})

beforeEach(async () => {
  count += 1
  name = `user-${count}`
  await system.iam.send(new CreateUserCommand({ UserName: name }))
})

afterAll(() => system[Symbol.asyncDispose]())

const document = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement })
const allow = (Action: string, Resource = '*', Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
})
const deny = (Action: string, Resource = '*', Condition?: object) => ({ ...allow(Action, Resource, Condition), Effect: 'Deny' })

const put = (...statements: object[]) =>
  system.iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'own', PolicyDocument: document(...statements) }))

const simulate = (ActionNames: string[], rest: Partial<SimulatePrincipalPolicyCommandInput> = {}) =>
  system.iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: arnOf(name), ActionNames, ...rest }))

/** `allowed`, `implicitDeny -aws:MultiFactorAuthPresent`: the decision, and the context that is missing. */
const decisionOf = async (action: string, rest: Partial<SimulatePrincipalPolicyCommandInput> = {}): Promise<string> => {
  const { EvaluationResults: [result] = [] } = await simulate([action], rest)
  return [result?.EvalDecision, ...(result?.MissingContextValues ?? []).map((key) => `-${key}`)].join(' ')
}

const failure = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'nothing failed',
    (error: Error) => `${error.name}: ${error.message}`,
  )

const MFA = {
  ContextEntries: [{ ContextKeyName: 'aws:MultiFactorAuthPresent', ContextKeyValues: ['true'], ContextKeyType: 'boolean' as const }],
}

describe('whatever grants it counts', () => {
  test('nothing', async () => {
    expect(await decisionOf('iam:AttachUserPolicy')).toBe('implicitDeny')
  })

  test('a policy of its own', async () => {
    await put(allow('iam:*'))
    expect(await decisionOf('iam:AttachUserPolicy')).toBe('allowed')
    expect(await decisionOf('s3:GetObject')).toBe('implicitDeny')
  })

  test('a policy of its group', async () => {
    await system.iam.send(new CreateGroupCommand({ GroupName: name }))
    await system.iam.send(new PutGroupPolicyCommand({ GroupName: name, PolicyName: 'own', PolicyDocument: document(allow('iam:Attach*')) }))
    await system.iam.send(new AddUserToGroupCommand({ GroupName: name, UserName: name }))
    expect(await decisionOf('iam:AttachUserPolicy')).toBe('allowed')
  })

  test('a managed policy, of AWS and of the account', async () => {
    await system.iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn: 'arn:aws:iam::aws:policy/PowerUserAccess' }))
    expect([await decisionOf('iam:AttachUserPolicy'), await decisionOf('s3:GetObject')]).toEqual(['implicitDeny', 'allowed'])
    const { Policy } = await system.iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: document(allow('iam:*')) }))
    await system.iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn: Policy?.Arn }))
    expect(await decisionOf('iam:AttachUserPolicy')).toBe('allowed')
    expect(await failure(system.iam.send(new DeletePolicyCommand({ PolicyArn: Policy?.Arn })))).toMatch(/^DeleteConflict/)
  })

  test('a Deny wins, and a permissions boundary narrows', async () => {
    await put(allow('*'), deny('iam:CreateAccessKey'))
    expect([await decisionOf('iam:CreateAccessKey'), await decisionOf('iam:AttachUserPolicy')]).toEqual(['explicitDeny', 'allowed'])
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/PowerUserAccess'
    await system.iam.send(new PutUserPermissionsBoundaryCommand({ UserName: name, PermissionsBoundary }))
    const { EvaluationResults: [result] = [] } = await simulate(['iam:AttachUserPolicy'])
    expect([result?.EvalDecision, result?.PermissionsBoundaryDecisionDetail]).toEqual([
      'implicitDeny',
      { AllowedByPermissionsBoundary: false },
    ])
    expect((await system.iam.send(new GetUserCommand({ UserName: name }))).User?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(
      PermissionsBoundary,
    )
    await system.iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName: name }))
    expect(await decisionOf('iam:AttachUserPolicy')).toBe('allowed')
  })
})

describe('resources', () => {
  test('every resource is asked for unless others are; a narrower Allow is no Allow of all', async () => {
    await put(allow('iam:CreateAccessKey', `arn:aws:iam::${ACCOUNT}:user/\${aws:username}`))
    expect(await decisionOf('iam:CreateAccessKey')).toBe('implicitDeny')
    expect(await decisionOf('iam:CreateAccessKey', { ResourceArns: [arnOf(name)] })).toBe('allowed')
    expect(await decisionOf('iam:CreateAccessKey', { ResourceArns: [arnOf('bob')] })).toBe('implicitDeny')
  })

  test('policies of 2008-10-17 have no variables', async () => {
    const Statement = [allow('iam:CreateAccessKey', `arn:aws:iam::${ACCOUNT}:user/\${aws:username}`)]
    const PolicyDocument = JSON.stringify({ Version: '2008-10-17', Statement })
    await system.iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'own', PolicyDocument }))
    expect(await decisionOf('iam:CreateAccessKey', { ResourceArns: [arnOf(name)] })).toBe('implicitDeny')
  })

  test('of several, one result an action, as the most restrictive; each stands below', async () => {
    await put(allow('iam:*'), deny('iam:*', arnOf('bob')))
    const { EvaluationResults = [] } = await simulate(['iam:GetUser', 'iam:TagUser'], { ResourceArns: [arnOf('ana'), arnOf('bob')] })
    expect(EvaluationResults.map(({ EvalActionName, EvalDecision }) => [EvalActionName, EvalDecision])).toEqual([
      ['iam:GetUser', 'explicitDeny'],
      ['iam:TagUser', 'explicitDeny'],
    ])
    expect(
      EvaluationResults[0]?.ResourceSpecificResults?.map(({ EvalResourceName, EvalResourceDecision }) => [
        EvalResourceName,
        EvalResourceDecision,
      ]),
    ).toEqual([
      [arnOf('ana'), 'allowed'],
      [arnOf('bob'), 'explicitDeny'],
    ])
  })
})

describe('context', () => {
  test('a key that nobody gave is named; given, it counts', async () => {
    await put(allow('iam:*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }))
    expect(await decisionOf('iam:AttachUserPolicy')).toBe('implicitDeny -aws:MultiFactorAuthPresent')
    expect(await decisionOf('iam:AttachUserPolicy', MFA)).toBe('allowed')
    expect(await decisionOf('s3:GetObject')).toBe('implicitDeny')
  })

  test('denied without MFA, as the usual policy has it', async () => {
    await put(allow('iam:*'), deny('*', '*', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }))
    expect(await decisionOf('iam:AttachUserPolicy')).toBe('explicitDeny -aws:MultiFactorAuthPresent')
    expect(await decisionOf('iam:AttachUserPolicy', MFA)).toBe('allowed')
  })

  test('another key is missing still', async () => {
    await put(allow('iam:*', '*', { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }))
    expect(await decisionOf('iam:AttachUserPolicy', MFA)).toBe('implicitDeny -aws:SourceVpc')
  })
})

describe('refused, and named', () => {
  test.for<[what: string, input: Partial<SimulatePrincipalPolicyCommandInput>, message: RegExp]>([
    ['a user who is not there', { PolicySourceArn: arnOf('nobody') }, /^NoSuchEntityException: The user with name nobody cannot be found/],
    ['a role', { PolicySourceArn: `arn:aws:iam::${ACCOUNT}:role/x` }, /simulates policies of users only/],
    ['no action', { ActionNames: ['everything'] }, /Invalid Action: everything/],
    ['what is not honoured', { CallerArn: arnOf('ana') }, /does not honour CallerArn of iam:SimulatePrincipalPolicy/],
  ])('%s', async ([, input, message]) => {
    expect(await failure(simulate(['iam:GetUser'], input))).toMatch(message)
  })

  test.for<[what: string, text: string, message: RegExp]>([
    ['no JSON', '{', /Syntax errors in policy/],
    ['no statement', '{}', /Syntax errors in policy/],
    [
      'an operator that the simulator does not know',
      document(allow('iam:*', '*', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })),
      /condition operator IpAddress/,
    ],
    ['no action', document({ Effect: 'Allow', Resource: '*' }), /must contain actions/],
    ['a principal', document({ ...allow('iam:*'), Principal: '*' }), /should not specify a principal/],
    ['a variable with a default', document(allow('iam:*', "arn:aws:iam::*:user/${aws:username, 'x'}")), /variables with a default/],
  ])('a policy: %s', async ([, PolicyDocument, message]) => {
    expect(await failure(system.iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'p', PolicyDocument })))).toMatch(message)
  })

  test('2,048 bytes of policies in a user, no deletion of a user who has some, and their list', async () => {
    await put(allow('iam:*'))
    const long = document(allow('iam:*', `arn:aws:iam::*:user/${'x'.repeat(1950)}`))
    expect(await failure(system.iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'long', PolicyDocument: long })))).toMatch(
      /^LimitExceeded/,
    )
    expect((await system.iam.send(new ListUserPoliciesCommand({ UserName: name }))).PolicyNames).toEqual(['own'])
    const { PolicyDocument = '' } = await system.iam.send(new GetUserPolicyCommand({ UserName: name, PolicyName: 'own' }))
    expect(decodeURIComponent(PolicyDocument)).toBe(document(allow('iam:*')))
    expect(await failure(system.iam.send(new DeleteUserCommand({ UserName: name })))).toMatch(/^DeleteConflict/)
    await system.iam.send(new DeleteUserPolicyCommand({ UserName: name, PolicyName: 'own' }))
    expect(await failure(system.iam.send(new DeleteUserCommand({ UserName: name })))).toBe('nothing failed')
    expect(
      await failure(system.iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/x` }))),
    ).toMatch(/^NoSuchEntity/)
  })
})

describe('generated policies are decided as an independent engine decides them', () => {
  const ACTIONS = ['iam:AttachUserPolicy', 'iam:PutUserPolicy', 'iam:CreateAccessKey', 'iam:UpdateLoginProfile']
  const RESOURCES = [arnOf('ana'), arnOf('team/ana'), arnOf('bob')]
  const context = {
    'aws:MultiFactorAuthPresent': 'true',
    'aws:username': 'ana',
    'aws:userid': 'AIDAIOSFODNN7EXAMPLE',
    'aws:PrincipalArn': arnOf('ana'),
  }

  const oneOrMany = <T>(one: fc.Arbitrary<T>) => fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 3 }))
  const anyAction = oneOrMany(
    fc.constantFrom('*', 'iam:*', 'IAM:attachuserpolicy', 'iam:Create*', 'iam:*UserPolicy', 'iam:?pdateLoginProfile', 's3:*', ...ACTIONS),
  )
  const anyResource = oneOrMany(
    fc.constantFrom(
      '*',
      ...RESOURCES,
      arnOf('*'),
      arnOf('team/*'),
      arnOf('an?'),
      arnOf('ANA'),
      arnOf('${aws:username}'),
      arnOf('*/${aws:username}'),
      arnOf('${aws:nothing}'),
      arnOf('an${?}'),
      'arn:aws:iam::*:user/ana',
    ),
  )
  const anyTest = fc.tuple(
    fc.constantFrom('aws:MultiFactorAuthPresent', 'aws:username', 'AWS:PrincipalArn', 'aws:SourceVpc'),
    oneOrMany(fc.constantFrom('true', 'false', 'ana', 'ANA', 'a*', 'b*', '${aws:username}', arnOf('*'), arnOf('ana'))),
  )
  const anyCondition = fc.option(
    fc.dictionary(
      fc.constantFrom(
        'StringEquals',
        'StringNotEquals',
        'StringEqualsIgnoreCase',
        'StringNotEqualsIgnoreCase',
        'StringLike',
        'StringNotLike',
        'StringEqualsIfExists',
        'StringLikeIfExists',
        'StringNotEqualsIfExists',
      ),
      anyTest.map(([key, wanted]) => ({ [key]: wanted })),
      { minKeys: 1, maxKeys: 2 },
    ),
    { nil: undefined },
  )
  const anyMfa = fc.constantFrom(
    {},
    { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    { Null: { 'aws:SourceVpc': 'true' } },
    { Null: { 'aws:username': 'true' } },
  )
  const anyStatement = fc
    .record({
      Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
      action: fc.tuple(fc.constantFrom('Action', 'Action', 'Action', 'NotAction'), anyAction),
      resource: fc.tuple(fc.constantFrom('Resource', 'Resource', 'Resource', 'NotResource'), anyResource),
      condition: anyCondition,
      mfa: anyMfa,
    })
    .map(({ Effect, action, resource, condition, mfa }) => ({
      Effect,
      [action[0]]: action[1],
      [resource[0]]: resource[1],
      Condition: { ...condition, ...mfa },
    }))
  const anyPolicy = fc.record({
    // The other engine puts values into policies of 2008-10-17 too, which AWS does not: a test above.
    Version: fc.constant('2012-10-17'),
    Statement: fc.array(anyStatement, { minLength: 1, maxLength: 3 }),
  })

  test('500 of them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyPolicy, { minLength: 1, maxLength: 2 }),
        fc.option(anyPolicy, { nil: undefined }),
        fc.constantFrom(...ACTIONS),
        fc.constantFrom(...RESOURCES),
        async (policies, boundary, action, resource) => {
          const given = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]))
          const decided = decideWithin(
            policies as unknown as PolicyDocument[],
            boundary === undefined ? undefined : [boundary as unknown as PolicyDocument],
            { action, resource, context: given },
          )
          expect(decided).toBe(await oracle(policies, boundary, action, resource))
        },
      ),
      { numRuns: 500 },
    )
  })

  async function oracle(policies: object[], boundary: object | undefined, action: string, resource: string): Promise<string> {
    const result = await runSimulation(
      {
        request: { principal: arnOf('ana'), action, resource: { resource, accountId: ACCOUNT }, contextVariables: context },
        identityPolicies: policies.map((policy, n) => ({ name: `policy-${n}`, policy })),
        ...(boundary === undefined ? {} : { permissionBoundaryPolicies: [{ name: 'boundary', policy: boundary }] }),
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        resourcePolicy: undefined,
      },
      {},
    )
    if (result.resultType === 'error') throw new Error(JSON.stringify(result.errors))
    const words: Readonly<Record<string, string>> = {
      Allowed: 'allowed',
      ExplicitlyDenied: 'explicitDeny',
      ImplicitlyDenied: 'implicitDeny',
    }
    return words[String(result.overallResult)] ?? String(result.overallResult)
  }
})
