import { readFile } from 'node:fs/promises'
import { runSimulation } from '@cloud-copilot/iam-simulate'
import { describe, expect, test } from 'vitest'

const text = await readFile('docs/organization.md', 'utf8')
const [, written = ''] = /^## The service control policy\n[^]*?^```json\n([^]*?)^```/m.exec(text) ?? []
const policy: unknown = JSON.parse(written)

const MEMBER = '123456789012'
const BREAK_GLASS = `arn:aws:iam::${MEMBER}:user/break-glass/ana`
const ORDINARY = `arn:aws:iam::${MEMBER}:user/ana`
const REVOKING = `arn:aws:iam::${MEMBER}:role/IamUnusedUserCleanup-RevokingRole-1`
const RUNBOOK = `arn:aws:iam::${MEMBER}:role/IamUnusedUserCleanup-RemediationServiceRole-1`
const ADMIN = `arn:aws:iam::${MEMBER}:user/admin`
const NAMED = `arn:aws:iam::${MEMBER}:role/BreakGlassAdministration`

const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

/** What an independent policy engine says of somebody who may do everything, under the policy as it is to be pasted. */
async function said(principal: string, action: string, resource: string, context: Readonly<Record<string, string | string[]>> = {}) {
  const result = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: MEMBER },
        contextVariables: { 'aws:PrincipalArn': principal, ...context },
      },
      identityPolicies: [{ name: 'everything', policy: EVERYTHING }],
      serviceControlPolicies: [
        {
          orgIdentifier: 'r-root',
          policies: [
            { name: 'FullAWSAccess', policy: EVERYTHING },
            { name: 'ours', policy },
          ],
        },
      ],
      resourceControlPolicies: [],
      resourcePolicy: undefined,
    },
    {},
  )
  return result.resultType === 'error' ? JSON.stringify(result.errors) : result.overallResult
}

test('fits into a service control policy as it is written, and has what such a policy may have', () => {
  expect(written.length).toBeGreaterThan(500)
  expect(written.length).toBeLessThanOrEqual(5_120)
  const { Statement } = policy as { Statement: Record<string, unknown>[] }
  expect(
    Statement.flatMap((statement) => Object.keys(statement)).filter(
      (key) => !['Sid', 'Effect', 'Action', 'Resource', 'Condition'].includes(key),
    ),
  ).toEqual([])
  expect(Statement.map(({ Effect }) => Effect)).toEqual(['Deny', 'Deny', 'Deny'])
})

describe('break-glass users', () => {
  test.for<[who: string, principal: string]>([
    ['an administrator', ADMIN],
    ['the role of the AWS-owned runbook', RUNBOOK],
    ['the role that Guarded revokes with', REVOKING],
    ['the root user', `arn:aws:iam::${MEMBER}:root`],
  ])('%s can neither take their credentials nor make some', async ([, principal]) => {
    const actions = [
      'UpdateAccessKey',
      'DeleteAccessKey',
      'CreateAccessKey',
      'DeleteLoginProfile',
      'UpdateLoginProfile',
      'CreateLoginProfile',
      'DeactivateMFADevice',
      'TagUser',
      'UntagUser',
      'UpdateUser',
      'DeleteUser',
      'CreateUser',
    ]
    const answers = await Promise.all(actions.map(async (action) => [action, await said(principal, `iam:${action}`, BREAK_GLASS)]))
    expect(answers).toEqual(actions.map((action) => [action, 'ExplicitlyDenied']))
  })

  test('the role that is named can, and everybody may still look, sign in and use them', async () => {
    expect(await said(NAMED, 'iam:UpdateAccessKey', BREAK_GLASS)).toBe('Allowed')
    expect(await said(NAMED, 'iam:TagUser', BREAK_GLASS, { 'aws:TagKeys': ['iam-unused-user-cleanup:excluded'] })).toBe('Allowed')
    for (const action of ['iam:GetLoginProfile', 'iam:ListAccessKeys', 'iam:ChangePassword'])
      expect(await said(ADMIN, action, BREAK_GLASS)).toBe('Allowed')
  })

  test.for(['BreakGlassAdministrator', 'NotBreakGlassAdministration', 'path/BreakGlassAdministration'])(
    'the role %s is not the one that is named',
    async (name) => {
      expect(await said(`arn:aws:iam::${MEMBER}:role/${name}`, 'iam:UpdateAccessKey', BREAK_GLASS)).toBe('ExplicitlyDenied')
    },
  )

  test.for(['iam:CreateRole', 'iam:UpdateAssumeRolePolicy', 'iam:AttachRolePolicy', 'iam:PutRolePolicy', 'iam:DeleteRole'])(
    'an administrator does not become the one that is named by %s',
    async (action) => {
      expect([await said(ADMIN, action, NAMED), await said(ADMIN, action, `arn:aws:iam::${MEMBER}:role/Other`)]).toEqual([
        'ExplicitlyDenied',
        'Allowed',
      ])
    },
  )
})

describe('everybody else', () => {
  test.for(['iam:UpdateAccessKey', 'iam:DeleteLoginProfile', 'iam:CreateUser', 'iam:UpdateUser'])('%s is as it was', async (action) => {
    expect([await said(REVOKING, action, ORDINARY), await said(ADMIN, action, ORDINARY)]).toEqual(['Allowed', 'Allowed'])
  })

  test.for(['iam:TagUser', 'iam:UntagUser', 'iam:CreateUser'])(
    '%s with the exclusion tag, in any case of letters, is for the named role',
    async (action) => {
      for (const key of ['iam-unused-user-cleanup:excluded', 'IAM-Unused-User-Cleanup:Excluded'])
        expect(await said(ADMIN, action, ORDINARY, { 'aws:TagKeys': ['Team', key] })).toBe('ExplicitlyDenied')
      expect(await said(ADMIN, action, ORDINARY, { 'aws:TagKeys': ['Team'] })).toBe('Allowed')
      expect(await said(NAMED, action, ORDINARY, { 'aws:TagKeys': ['iam-unused-user-cleanup:excluded'] })).toBe('Allowed')
    },
  )
})
