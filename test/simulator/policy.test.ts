import { runSimulation } from '@cloud-copilot/iam-simulate'
import { describe, expect, test } from 'vitest'
import { allows } from '../../src/simulator/policy/policy.ts'
import type { PolicyDocument } from '../../src/simulator/policy/policy-document.ts'

const USER = 'arn:aws:iam::123456789012:user/service/ana'
const ALL_USERS = 'arn:aws:iam::123456789012:user/*'
const TAG = 'iam:ResourceTag/iam-unused-user-cleanup:excluded'

const allow = (Action: string | string[], Resource: string | string[] = '*', Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
})
const deny = (Action: string | string[], Resource: string | string[] = '*', Condition?: object) => ({
  ...allow(Action, Resource, Condition),
  Effect: 'Deny',
})

describe('policies are decided as an independent engine decides them', () => {
  test.for<[situation: string, statements: object[], action: string, resource: string, tags: Record<string, string>, allowed: boolean]>([
    ['nothing is said', [], 'iam:UpdateAccessKey', USER, {}, false],
    ['allowed by name', [allow('iam:UpdateAccessKey', ALL_USERS)], 'iam:UpdateAccessKey', USER, {}, true],
    ['names of actions ignore case', [allow('IAM:updateaccesskey', ALL_USERS)], 'iam:UpdateAccessKey', USER, {}, true],
    ['another action', [allow('iam:GetUser', ALL_USERS)], 'iam:UpdateAccessKey', USER, {}, false],
    ['a wildcard in the action', [allow('iam:*AccessKey', ALL_USERS)], 'iam:UpdateAccessKey', USER, {}, true],
    ['a question mark in the action', [allow('iam:UpdateAccessKe?', ALL_USERS)], 'iam:UpdateAccessKey', USER, {}, true],
    ['another resource', [allow('iam:UpdateAccessKey', 'arn:aws:iam::123456789012:user/bob')], 'iam:UpdateAccessKey', USER, {}, false],
    [
      'one of several resources',
      [allow('iam:UpdateAccessKey', ['arn:aws:iam::123456789012:user/bob', 'arn:aws:iam::*:user/service/*'])],
      'iam:UpdateAccessKey',
      USER,
      {},
      true,
    ],
    ['a Deny wins', [allow('*'), deny('iam:UpdateAccessKey', ALL_USERS)], 'iam:UpdateAccessKey', USER, {}, false],
    [
      'a Deny of something else does not matter',
      [allow('*'), deny('iam:DeleteLoginProfile', ALL_USERS)],
      'iam:UpdateAccessKey',
      USER,
      {},
      true,
    ],
    [
      'Null false: the tag is there',
      [allow('*'), deny('iam:UpdateAccessKey', ALL_USERS, { Null: { [TAG]: 'false' } })],
      'iam:UpdateAccessKey',
      USER,
      { [TAG]: '' },
      false,
    ],
    [
      'Null false: the tag is not there',
      [allow('*'), deny('iam:UpdateAccessKey', ALL_USERS, { Null: { [TAG]: 'false' } })],
      'iam:UpdateAccessKey',
      USER,
      {},
      true,
    ],
    [
      'StringEquals on a tag',
      [allow('iam:UpdateAccessKey', ALL_USERS, { StringEquals: { [TAG]: 'yes' } })],
      'iam:UpdateAccessKey',
      USER,
      { [TAG]: 'yes' },
      true,
    ],
    [
      'StringEquals minds case',
      [allow('iam:UpdateAccessKey', ALL_USERS, { StringEquals: { [TAG]: 'yes' } })],
      'iam:UpdateAccessKey',
      USER,
      { [TAG]: 'Yes' },
      false,
    ],
    [
      'StringEquals without the key',
      [allow('iam:UpdateAccessKey', ALL_USERS, { StringEquals: { [TAG]: 'yes' } })],
      'iam:UpdateAccessKey',
      USER,
      {},
      false,
    ],
    [
      'StringNotEquals without the key',
      [allow('iam:UpdateAccessKey', ALL_USERS, { StringNotEquals: { [TAG]: 'yes' } })],
      'iam:UpdateAccessKey',
      USER,
      {},
      true,
    ],
    [
      'StringLike',
      [allow('iam:UpdateAccessKey', ALL_USERS, { StringLike: { [TAG]: ['n*', 'y?s'] } })],
      'iam:UpdateAccessKey',
      USER,
      { [TAG]: 'yes' },
      true,
    ],
    [
      'StringNotLike',
      [allow('iam:UpdateAccessKey', ALL_USERS, { StringNotLike: { [TAG]: 'y*' } })],
      'iam:UpdateAccessKey',
      USER,
      { [TAG]: 'yes' },
      false,
    ],
    [
      'two conditions, one does not hold',
      [allow('iam:UpdateAccessKey', ALL_USERS, { StringEquals: { [TAG]: 'yes' }, Null: { [TAG]: 'true' } })],
      'iam:UpdateAccessKey',
      USER,
      { [TAG]: 'yes' },
      false,
    ],
  ])('%s', async ([, Statement, action, resource, tags, allowed]) => {
    const document = { Version: '2012-10-17', Statement }
    const context = new Map(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value]))
    expect(allows([document as unknown as PolicyDocument], { action, resource, context })).toBe(allowed)
    expect(await oracle(document, action, resource, tags)).toBe(allowed)
  })

  test('an operator that the simulator does not know is refused, never passed over', () => {
    const document = {
      Statement: [allow('iam:GetUser', '*', { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } })],
    } as unknown as PolicyDocument
    expect(() => allows([document], { action: 'iam:GetUser', resource: USER, context: new Map([['aws:currenttime', 'x']]) })).toThrow(
      /DateLessThan/,
    )
  })
})

async function oracle(policy: object, action: string, resource: string, tags: Record<string, string>): Promise<boolean> {
  const result = await runSimulation(
    {
      request: {
        principal: 'arn:aws:iam::123456789012:role/judge',
        action,
        resource: { resource, accountId: '123456789012' },
        contextVariables: tags,
      },
      identityPolicies: [{ name: 'policy', policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: undefined,
    },
    {},
  )
  if (result.resultType === 'error') throw new Error(JSON.stringify(result.errors))
  return result.overallResult === 'Allowed'
}
