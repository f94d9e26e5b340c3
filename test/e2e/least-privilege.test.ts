import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { runSimulation } from '@cloud-copilot/iam-simulate'
import { beforeAll, describe, expect, test } from 'vitest'
import { rehearse } from '../../src/rehearsal/rehearse.ts'
import { Simulator } from '../../src/simulator/index.ts'
import type { Template } from '../../src/simulator/cloudformation/template.ts'
import { instant } from '../../src/judgement/instant.ts'
import { sow } from '../support/ledger-of.ts'
import { event, TABLE } from '../support/ledger-table.ts'
import { deployedSystem, LIST, START } from '../support/system.ts'
import { grants, shippedTemplate, statementsOf, without } from '../support/template.ts'

const template = await shippedTemplate()

/** An account in which everything that the roles may do is needed. */
const users = [
  { name: 'stale', groups: ['staff'], password: { created: '100d' }, accessKeys: [{ created: '90d' }, { created: '90d', lastUsed: '1d' }] },
  { name: 'alone', password: { created: '100d' } },
  { name: 'fresh', password: { created: '1d' } },
  { name: 'grouped', groups: ['ops'], password: { created: '100d' } },
  { name: 'tagged', tags: { keep: 'yes' }, password: { created: '100d' } },
]

async function play(changed: Template, runbook: string): Promise<Simulator> {
  const account = { users, parameters: { [LIST]: 'group:ops,tag:keep' } }
  const simulator = await Simulator.start({ at: START, account })
  const plan = { templateBody: JSON.stringify(changed), limitDays: 30, runbook, days: 0, onProgress: () => undefined }
  try {
    const { rounds } = await rehearse(simulator, plan)
    const failed = rounds.flatMap(({ remediations }) => remediations).filter(({ state }) => state !== 'SUCCEEDED')
    const fallback = (await logLines(simulator)).find((line) => /There is no credential report to go by|could not be told/.test(line))
    if (fallback !== undefined) throw new Error(fallback)
    if (failed.length > 0)
      throw new Error(`remediation ${failed[0]?.state}: ${failed[0]?.steps.find(({ error }) => error !== undefined)?.error}`)
    return simulator
  } finally {
    await simulator.stop()
  }
}

async function logLines({ endpoint, region, logGroupNames: [logGroupName] }: Simulator): Promise<string[]> {
  const logs = new CloudWatchLogsClient({ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }))
  return events.map(({ message = '' }) => message)
}

const RUNBOOKS = [
  { runbook: 'AwsManaged', roles: ['ConfigRuleLambdaRole', 'RemediationServiceRole'] },
  { runbook: 'Guarded', roles: ['ConfigRuleLambdaRole', 'RemediationServiceRole', 'RevokingRole'] },
]

/** What a rehearsal of this account does not show. */
const SHOWN_BELOW: Readonly<Record<string, readonly string[]>> = {
  AwsManaged: ['ConfigRuleLambdaRole dynamodb:UpdateItem'],
  Guarded: ['ConfigRuleLambdaRole config:ListDiscoveredResources', 'ConfigRuleLambdaRole iam:GetAccountSummary'],
}

describe.for(RUNBOOKS)('$runbook', ({ runbook, roles }) => {
  let calls: Simulator['calls'] = []

  beforeAll(async () => {
    calls = (await play(template, runbook)).calls
  })

  const elsewhere = SHOWN_BELOW[runbook] ?? []
  const shown = grants(template, runbook).filter(({ role, action }) => !elsewhere.includes(`${role} ${action}`))

  test.for(shown)('without $action of $role the rehearsal fails', async ({ role, action }) => {
    await expect(play(without(template, role, action), runbook)).rejects.toThrow(
      /not authorized to perform|AccessDenied|logs:CreateLogStream and logs:PutLogEvents/,
    )
  })

  test('no call was refused, and an independent policy engine allows every one', async () => {
    const byRole = calls.flatMap((call) => {
      const role = roles.find((each) => call.caller.includes(`assumed-role/IamUnusedUserCleanup-${each}-`))
      return role === undefined ? [] : [{ ...call, role }]
    })
    expect(new Set(byRole.map(({ role }) => role))).toEqual(new Set(roles))
    expect(byRole.filter(({ outcome }) => outcome.startsWith('AccessDenied'))).toEqual([])
    const distinct = new Map(byRole.map((call) => [`${call.role} ${call.operation} ${call.resource}`, call]))
    for (const { role, operation, resource } of distinct.values())
      expect([operation, resource, await oracle(runbook, role, operation, resource)]).toEqual([operation, resource, 'Allowed'])
  })
})

test('without dynamodb:UpdateItem the rule reports everybody, and fails where it has something to write', async () => {
  const changed = without(template, 'ConfigRuleLambdaRole', 'dynamodb:UpdateItem')
  const key = { id: 'AKIAIOSFODNN7EXAMPL1', created: '400d' }
  await using system = await deployedSystem({ users: [{ name: 'ana', accessKeys: [key] }], template: JSON.stringify(changed) })
  await sow(system, 'ana', key.id, [event('revoked', 'act', { at: instant('2026-11-01T09:00:00Z') })])
  await system.evaluate()
  expect(await system.error()).toMatch(/could not be told of what was switched on by hand \(ana AKIAIOSFODNN7EXAMPL1: AccessDenied/)
  expect((await system.verdicts())['ana']?.type).toBe('COMPLIANT')
})

const guardedWithout = (action: string, many: typeof users) =>
  deployedSystem({
    users: many,
    template: JSON.stringify(without(template, 'ConfigRuleLambdaRole', action)),
    parameters: { RemediationRunbook: 'Guarded' },
  })

test('without config:ListDiscoveredResources everybody is listed to find the user of an order', async () => {
  await using system = await guardedWithout('config:ListDiscoveredResources', [{ name: 'alone', password: { created: '100d' } }])
  await system.evaluate()
  const from = system.simulator.calls.length
  await system.remediate()
  const calls = system.simulator.calls.slice(from).map(({ operation, outcome }) => `${operation} ${outcome}`)
  expect(calls.find((call) => call.startsWith('config:ListDiscoveredResources'))).toMatch(/AccessDenied/)
  expect(calls).toContain('iam:ListUsers ok')
  expect(system.simulator.changes).toHaveLength(1)
})

test('without iam:GetAccountSummary no more than ten users of a day lose something', async () => {
  const many = Array.from({ length: 24 }, (_, n) => ({ name: `user-${n}`, password: { created: n < 12 ? '100d' : '1d' } }))
  await using system = await guardedWithout('iam:GetAccountSummary', many)
  await system.evaluate()
  await system.remediate()
  expect(system.simulator.changes).toHaveLength(10)
})

const ACCOUNT = '123456789012'

async function oracle(runbook: string, role: string, action: string, resource: string): Promise<string> {
  const policy = {
    Version: '2012-10-17',
    Statement: statementsOf(role, runbook).map((statement) => ({ ...statement, Resource: literal(statement.Resource) })),
  }
  const result = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:role/${role}`,
        action: action === 'lambda:Invoke' ? 'lambda:InvokeFunction' : action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: {},
      },
      identityPolicies: [{ name: role, policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: undefined,
    },
    {},
  )
  return result.resultType === 'error' ? JSON.stringify(result.errors) : result.overallResult
}

/** What CloudFormation makes of a statement's resource. */
function literal(resource: unknown): unknown {
  if (Array.isArray(resource)) return resource.map((each) => literal(each))
  if (typeof resource !== 'object' || resource === null) return resource
  const [[name, argument] = []] = Object.entries(resource)
  if (name === 'Fn::Sub') {
    const [text, variables = {}] = [argument].flat() as [string, Record<string, unknown>?]
    return text.replace(
      /\$\{([^}]+)\}/g,
      (_, variable: string) => PSEUDO[variable] ?? NAMES[variable] ?? (variables[variable] === undefined ? variable : LIST),
    )
  }
  if (name === 'Fn::GetAtt') return GET_ATT[String([argument].flat()[0])]
  throw new Error(`A resource of another kind: ${JSON.stringify(resource)}`)
}

/** What variables of Fn::Sub stand for, besides the list's name. */
const NAMES: Readonly<Record<string, string>> = { Table: TABLE }

/** Made by CloudFormation with names of its own. */
const GET_ATT: Readonly<Record<string, string>> = {
  ConfigRuleLambdaLogGroup: `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:*`,
  ConfigRuleLambda: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:custom-unused-iam-user-credentials-check-function`,
  RevokingRole: `arn:aws:iam::${ACCOUNT}:role/*`,
}

const PSEUDO: Readonly<Record<string, string>> = { 'AWS::Partition': 'aws', 'AWS::Region': 'us-east-1', 'AWS::AccountId': ACCOUNT }
