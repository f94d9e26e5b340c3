import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { iamPower } from '../../src/aws/iam-power.ts'
import type { ListedUser } from '../../src/inventory/inventory.ts'
import { instant } from '../../src/judgement/instant.ts'
import type { Power } from '../../src/revocation/way-in.ts'
import { Simulator } from '../../src/simulator/index.ts'
import { System } from '../support/system.ts'

let system: System
let count = 0

beforeAll(async () => {
  system = new System(await Simulator.start({ at: '2026-11-26T12:00:00Z' }))
})

beforeEach(() => {
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
  vi.stubEnv('AWS_ENDPOINT_URL_IAM', system.simulator.endpoint)
  vi.stubEnv('AWS_REGION', 'us-east-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
})

afterEach(() => {
  system.simulator.clearFaults()
  vi.unstubAllEnvs()
})

afterAll(() => system[Symbol.asyncDispose]())

const listed = (userName: string, path = '/'): ListedUser => ({
  userName,
  userId: 'AIDAIOSFODNN7EXAMPLE',
  arn: `arn:aws:iam::123456789012:user${path}${userName}`,
  path,
  created: instant('2025-01-01T00:00:00Z'),
  passwordLastUse: { kind: 'never' },
})

const powerOf = (user: ListedUser, asked: 'subject' | 'other') => iamPower(new AbortController().signal)(user, asked)

/** A user of the path /team/ with this policy. */
async function userWith(...Statement: object[]): Promise<ListedUser> {
  count += 1
  const UserName = `user-${count}`
  await system.iam.send(new CreateUserCommand({ UserName, Path: '/team/' }))
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
  if (Statement.length > 0) await system.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument }))
  return listed(UserName, '/team/')
}

const allow = (Action: string | string[], Resource = '*', Condition: object = {}) => ({ Effect: 'Allow', Action, Resource, Condition })
const USERS = 'arn:aws:iam::123456789012:user/'
const FOUR = ['iam:AttachUserPolicy', 'iam:PutUserPolicy', 'iam:CreateAccessKey', 'iam:UpdateLoginProfile']

describe('whether a user has a way to all of IAM', () => {
  test.for<[what: string, statements: object[], subject: Power, other: Power]>([
    ['no policy', [], 'none', 'none'],
    ['everything', [allow('*')], 'all', 'all'],
    ['the four rights', [allow(FOUR)], 'all', 'all'],
    ['three of the four', [allow(FOUR.slice(1))], 'unclear', 'unclear'],
    ['one of the four', [allow('iam:UpdateLoginProfile')], 'unclear', 'unclear'],
    ['other rights over IAM', [allow('iam:List*'), allow('iam:Get*')], 'none', 'none'],
    ['everything, but not the four', [allow('*'), { ...allow(FOUR), Effect: 'Deny' }], 'none', 'none'],
    ['everything, with MFA: who has it will use it', [allow('*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })], 'all', 'all'],
    [
      'everything, not without MFA',
      [allow('*'), { ...allow('*', '*', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }), Effect: 'Deny' }],
      'all',
      'all',
    ],
    [
      'everything, from one place: who knows from where',
      [allow('*', '*', { StringEquals: { 'aws:SourceVpc': 'vpc-1' } })],
      'unclear',
      'unclear',
    ],
    ['the four rights over all users', [allow(FOUR, `${USERS}*`)], 'all', 'none'],
    ['the four rights over the users of the path', [allow(FOUR, `${USERS}team/*`)], 'unclear', 'none'],
    [
      'everything, but not over oneself',
      [allow('*'), { ...allow('*', `${USERS}team/\${aws:username}`), Effect: 'Deny' }],
      'unclear',
      'all',
    ],
    ['everything, but not over those of the own path', [allow('*'), { ...allow('*', `${USERS}team/*`), Effect: 'Deny' }], 'unclear', 'all'],
    ['keys of others', [allow('iam:CreateAccessKey', `${USERS}*`)], 'unclear', 'none'],
    [
      'the own keys and password, as people have it',
      [allow(['iam:CreateAccessKey', 'iam:UpdateLoginProfile'], `${USERS}team/\${aws:username}`)],
      'none',
      'none',
    ],
    ['the own policies', [allow('iam:PutUserPolicy', `${USERS}team/\${aws:username}`)], 'unclear', 'none'],
  ])('%s', async ([, statements, subject, other]) => {
    const user = await userWith(...statements)
    expect([await powerOf(user, 'subject'), await powerOf(user, 'other')]).toEqual([subject, other])
  })

  test('a user who is gone has none', async () => {
    expect(await powerOf(listed('nobody'), 'other')).toBe('none')
  })

  test('refused, it is not told', async () => {
    const user = await userWith(allow('*'))
    system.simulator.order({ operation: 'iam:SimulatePrincipalPolicy', kind: 'refuse' })
    await expect(powerOf(user, 'subject')).rejects.toThrow(/not authorized/)
  })
})

describe('an answer that lacks something tells nothing', () => {
  const result = (action: string, decision = 'allowed', rest = ''): string =>
    `<member><EvalActionName>${action}</EvalActionName><EvalDecision>${decision}</EvalDecision>${rest}</member>`
  const results = (members: string, rest = ''): string => `<EvaluationResults>${members}</EvaluationResults>${rest}`
  const all = FOUR.map((action) => result(action)).join('')

  async function answered(content: string, asked: 'subject' | 'other' = 'other'): Promise<Power> {
    const xml = `<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult>${content}</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`
    const server = createServer((_, outgoing) => outgoing.writeHead(200, { 'content-type': 'text/xml' }).end(xml))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    vi.stubEnv('AWS_ENDPOINT_URL_IAM', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    try {
      return await powerOf(listed('ana'), asked)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }

  test('whole, it tells', async () => {
    expect(await answered(results(all, '<IsTruncated>false</IsTruncated>'))).toBe('all')
  })

  test.for<[what: string, content: string, why: RegExp]>([
    ['no results', '', /without EvaluationResults/],
    [
      'one too few',
      results(
        FOUR.slice(1)
          .map((action) => result(action))
          .join(''),
      ),
      /without a decision on iam:AttachUserPolicy/,
    ],
    ['no decision', results(`<member><EvalActionName>iam:AttachUserPolicy</EvalActionName></member>${all}`), /without EvalDecision/],
    [
      'cut short',
      results(
        FOUR.slice(0, 3)
          .map((action) => result(action))
          .join(''),
        '<IsTruncated>true</IsTruncated>',
      ),
      /cut EvaluationResults short/,
    ],
    ['the same page again and again', results(all, '<IsTruncated>true</IsTruncated><Marker>x</Marker>'), /cut EvaluationResults short/],
  ])('%s', async ([, content, why]) => {
    await expect(answered(content)).rejects.toThrow(why)
  })

  const OVER = ['--', 'ana', 'ana-'].map((name) => `${USERS}${name}`)

  /** Decisions over single users within those on the actions. */
  const within = (resources: readonly string[], decision: string, rest = ''): string =>
    FOUR.map((action) =>
      result(
        action,
        'implicitDeny',
        `<ResourceSpecificResults>${resources
          .map(
            (name) =>
              `<member><EvalResourceName>${name}</EvalResourceName><EvalResourceDecision>${decision}</EvalResourceDecision>${rest}</member>`,
          )
          .join('')}</ResourceSpecificResults>`,
      ),
    ).join('')

  test.for<[decision: string, rest: string, power: Power]>([
    ['implicitDeny', '', 'none'],
    ['explicitDeny', '', 'none'],
    ['allowed', '', 'all'],
    ['perhaps', '', 'unclear'],
    ['implicitDeny', '<MissingContextValues><member>aws:SourceIp</member></MissingContextValues>', 'unclear'],
  ])('over single users %s%s: %s', async ([decision, rest, power]) => {
    expect(await answered(results(within(OVER, decision, rest)), 'subject')).toBe(power)
  })

  test.for<[decision: string, last: string, power: Power]>([
    ['implicitDeny', 'implicitDeny', 'none'],
    ['allowed', 'allowed', 'all'],
    ['implicitDeny', 'allowed', 'unclear'],
  ])('over single users in an answer each, %s and at last %s: %s', async ([decision, last, power]) => {
    const named = (action: string, name: string, each: string): string =>
      result(action, each, `<EvalResourceName>${name}</EvalResourceName>`)
    const each = FOUR.flatMap((action) => OVER.map((name, n) => named(action, name, n === OVER.length - 1 ? last : decision)))
    expect(await answered(results(each.join('')), 'subject')).toBe(power)
  })

  test.for(OVER)('over single users without one over %s', async (name) => {
    const others = OVER.filter((each) => each !== name)
    await expect(answered(results(within(others, 'implicitDeny')), 'subject')).rejects.toThrow(`over ${name}`)
  })

  test.for<[what: string, last: string]>([
    ['a decision that nobody knows', result('iam:UpdateLoginProfile', 'perhaps')],
    [
      'context that is missing',
      result('iam:UpdateLoginProfile', 'allowed', '<MissingContextValues><member>aws:SourceIp</member></MissingContextValues>'),
    ],
    ['another decision', result('iam:UpdateLoginProfile', 'implicitDeny')],
  ])('%s: unclear', async ([, last]) => {
    expect(
      await answered(
        results(
          FOUR.slice(0, 3)
            .map((action) => result(action))
            .join('') + last,
        ),
      ),
    ).toBe('unclear')
  })
})
