import { describe, expect, test } from 'vitest'
import { ordersFor } from '../../src/cli/organization-orders.ts'
import { cureFor } from '../../src/deployment/organization-cure.ts'
import { armingOrders, deployingOrders, type Wave } from '../../src/deployment/organization-order.ts'
import { accountStandings, standingTotals } from '../../src/deployment/organization-standing.ts'
import type { StackInstance, StackSetNow } from '../../src/deployment/stack-set.ts'

const set = (parameters: Readonly<Record<string, string>> = {}): StackSetNow => ({
  name: 'IamUnusedUserCleanup',
  templateBody: '',
  parameters: new Map(Object.entries({ AutomaticRemediation: 'false', RemediationRunbook: 'Guarded', ...parameters })),
  joiners: 'deployed',
  isManaged: true,
})

const instance = (accountId: string, facts: Partial<StackInstance> = {}): StackInstance => ({
  accountId,
  region: 'us-east-1',
  unitId: 'ou-a',
  status: 'CURRENT',
  detailed: 'SUCCEEDED',
  reason: undefined,
  overrides: new Map(),
  ...facts,
})

const wave = (kind: Wave['kind'], units: readonly string[], accounts: readonly string[], isNarrowed = false): Wave => ({
  kind,
  units,
  accounts,
  isNarrowed,
})

const armed = { overrides: new Map([['AutomaticRemediation', 'true']]) }

describe('what is to be done', () => {
  const pilot = wave('pilot', ['ou-a'], ['1', '2'])
  const wide = wave('wide', ['ou-b'], ['3'])

  test('a changed set is seen in the first wave; what that makes old in the next is brought up to date there', () => {
    const instances = [instance('1'), instance('3', { unitId: 'ou-b' })]
    expect(deployingOrders({ set: set(), hasChanged: true, instances, joined: ['ou-a', 'ou-b'] }, [pilot, wide])).toEqual({
      kind: 'orders',
      without: [],
      orders: [
        { kind: 'update-set', wave: wave('pilot', ['ou-a'], ['1'], true), accounts: ['1'], isAll: false },
        { kind: 'make-stacks', wave: pilot, accounts: ['2'] },
        { kind: 'make-stacks', wave: wide, accounts: ['3'] },
      ],
    })
  })

  test('it is not seen first where there are no stacks', () => {
    const instances = [instance('3', { unitId: 'ou-b' })]
    expect(deployingOrders({ set: set(), hasChanged: true, instances, joined: [] }, [pilot])).toMatchObject({ kind: 'refused' })
  })

  test('a unit whose accounts all have a stack is named once, for those that join it', () => {
    const before = { set: set(), hasChanged: false, instances: [instance('3', { unitId: 'ou-b' })] }
    expect(deployingOrders({ ...before, joined: [] }, [wide])).toMatchObject({
      orders: [{ kind: 'make-stacks', wave: wide, accounts: [] }],
    })
    expect(deployingOrders({ ...before, joined: ['ou-b'] }, [wide])).toEqual({ kind: 'orders', orders: [], without: [] })
  })

  test('without a name, all stacks that are old; suspended accounts never', () => {
    const instances = [
      instance('1'),
      instance('2', { status: 'OUTDATED', detailed: 'FAILED' }),
      instance('3', { status: 'OUTDATED', detailed: 'SKIPPED_SUSPENDED_ACCOUNT' }),
    ]
    expect(deployingOrders({ set: set(), hasChanged: false, instances, joined: [] }, [])).toMatchObject({
      orders: [{ kind: 'make-stacks', accounts: ['2'] }],
    })
  })

  test('arming keeps other overrides, an operation a set of them; whoever is not up to date is left out, and told', () => {
    const instances = [
      instance('1', { overrides: new Map([['WarningDays', '30']]) }),
      instance('2'),
      instance('4', armed),
      instance('5', { status: 'OUTDATED', detailed: 'FAILED' }),
    ]
    const everybody = wave('wide', ['ou-a'], ['1', '2', '4', '5', '6'])
    expect(armingOrders('arm', set(), instances, [everybody])).toEqual({
      kind: 'orders',
      without: ['5', '6'],
      orders: [
        { kind: 'arm', wave: wave('wide', ['ou-a'], ['1'], true), accounts: ['1'], kept: ['WarningDays'] },
        { kind: 'arm', wave: wave('wide', ['ou-a'], ['2'], true), accounts: ['2'], kept: [] },
      ],
    })
    expect(armingOrders('disarm', set(), instances, [everybody])).toMatchObject({
      without: [],
      orders: [{ kind: 'disarm', accounts: ['4'] }],
    })
  })

  test('50 units are taken that are named for an operation, more are refused before anything is begun', () => {
    const options = {
      stackName: 'IamUnusedUserCleanup',
      runbook: undefined,
      maxAge: undefined,
      parameters: new Map<string, string>(),
      ou: [],
      accounts: [],
      pilot: undefined,
      callAs: undefined,
      arming: undefined,
      aggregator: undefined,
      takeLedger: false,
    }
    const chosen = { given: new Map<string, string>(), kept: [], all: [] }
    const orders = (count: number) => {
      const units = Array.from({ length: count }, (_, n) => `ou-${n}`)
      return ordersFor({
        options,
        set: undefined,
        instances: [],
        waves: [wave('wide', units, ['1'])],
        templateBody: '',
        chosen,
        joined: [],
      })
    }
    expect(orders(50).orders.map(({ kind }) => kind)).toEqual(['make-set', 'make-stacks'])
    expect(() => orders(51)).toThrow(
      'These accounts are in 51 units, and CloudFormation takes 50 in an operation. Name a unit above them (--ou), or fewer at a time.',
    )
  })

  test('never more than 50 units in an operation', () => {
    const instances = Array.from({ length: 120 }, (_, n) => instance(String(n), { unitId: `ou-${n}` }))
    const orders = armingOrders('arm', set(), instances, [
      wave(
        'wide',
        [],
        instances.map(({ accountId }) => accountId),
      ),
    ])
    expect(orders.kind === 'orders' && orders.orders.map((order) => order.kind !== 'make-set' && order.wave.units.length)).toEqual([
      50, 50, 20,
    ])
  })
})

test('how accounts stand: an aggregator tells of rule, recorder and evaluations; of the others nothing is claimed', () => {
  const known = {
    set: set(),
    managementAccountId: '0',
    accounts: ['0', '1', '2', '3', '4'].map((id) => ({ id, name: `account-${id}`, state: id === '4' ? 'SUSPENDED' : 'ACTIVE' })),
    instances: [
      instance('1', armed),
      instance('2', { status: 'OUTDATED', detailed: 'FAILED', reason: 'NoAvailableConfigurationRecorderException' }),
    ],
  }
  const standings = accountStandings({ ...known, evaluations: undefined })
  expect(
    standings.map(({ accountId, stack, arming, rule, recorder, evaluation }) => [accountId, stack, arming, rule, recorder, evaluation]),
  ).toEqual([
    ['0', 'own', 'nothing', 'unknown', 'unknown', 'unknown'],
    ['1', 'current', 'armed', 'there', 'there', 'unknown'],
    ['2', 'failed', 'unarmed', 'unknown', 'missing', 'unknown'],
    ['3', 'none', 'nothing', 'missing', 'unknown', 'unknown'],
  ])
  const evaluations = {
    results: new Map([
      ['0', 'fresh'],
      ['1', 'stale'],
    ] as const),
    feeding: new Set(['0', '1', '3']),
  }
  const told = accountStandings({ ...known, evaluations })
  expect(told.map(({ rule, recorder, evaluation }) => [rule, recorder, evaluation])).toEqual([
    ['there', 'there', 'fresh'],
    ['there', 'there', 'stale'],
    ['unknown', 'missing', 'none'],
    ['missing', 'there', 'none'],
  ])
  expect(standingTotals(told)).toMatchObject({
    accounts: 4,
    current: 1,
    failed: 1,
    armed: 1,
    unarmed: 1,
    withoutRule: 1,
    withoutRecorder: 1,
    withoutFreshEvaluation: 3,
  })
})

test.for<[reason: string, cure: RegExp]>([
  ['… Error Code: NoAvailableConfigurationRecorderException', /^AWS Config has no recorder there: turn it on in us-east-1/],
  ['custom-unused-iam-user-credentials-check already exists in stack arn:…', /^Something has that name there already/],
  ['is not authorized … with an explicit deny in a service control policy', /^A service control policy refuses it/],
  ['AccessDenied', /^The role of StackSets in the account may not do it/],
  ['something else', /^The events of the stack in the account say more/],
])('%j has its cure', ([reason, cure]) => {
  expect(cureFor({ accountId: '1', region: 'us-east-1', reason })).toMatch(cure)
})
