import { DescribeStackEventsCommand, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation'
import {
  DescribeRemediationConfigurationsCommand,
  DescribeRemediationExecutionStatusCommand,
  StartConfigRulesEvaluationCommand,
} from '@aws-sdk/client-config-service'
import { describe, expect, test } from 'vitest'
import { POSITIONS, type OpenQuestions } from '../../src/simulator/index.ts'
import { STRICT } from '../../src/simulator/world/open-questions.ts'
import { ANSWER_SCRIPT } from '../../src/simulator/ssm/answer-script.ts'
import {
  content,
  create,
  documentOf,
  functionOf,
  guardedSteps,
  judging,
  remediationOf,
  ruleOf,
  smallSystem,
  status,
  update,
  type Resources,
} from '../support/small-stack.ts'
import type { System } from '../support/system.ts'

test('by default AWS is taken to be strict', () => {
  expect(STRICT).toEqual({
    functionErrorFailsTheStep: false,
    payloadOfAFunction: 'text',
    deletionFailingInCleanUp: 'skipped',
    remediationStopsAtErrorPercentage: true,
    remediatesAgainAfterSuccess: true,
  })
  expect(Object.values(POSITIONS).map(([strict]) => strict)).toEqual(Object.values(STRICT))
})

const MINUTE_MS = 60_000
const DONE = `{ outcome: 'done' }`

/** Of these users the last letters say whether the function can do its work. */
const five = ['AIDA-1-no', 'AIDA-2-no', 'AIDA-3-no', 'AIDA-4-yes', 'AIDA-5-yes']
const byName = `{ outcome: event.IAMResourceId.endsWith('yes') ? 'done' : 'failed' }`

const without = (answer: string, ids: readonly string[]): Resources => ({
  ...functionOf(judging(ids, answer)),
  ...ruleOf(),
  ...documentOf(content(guardedSteps(ANSWER_SCRIPT))),
})

async function deployed(openQuestions: Partial<OpenQuestions>, resources: Resources): Promise<System> {
  const system = await smallSystem({ openQuestions })
  expect(await create(system, resources)).toBe('CREATE_COMPLETE')
  return system
}

async function states({ config }: System): Promise<string[]> {
  const { RemediationExecutionStatuses = [] } = await config.send(
    new DescribeRemediationExecutionStatusCommand({ ConfigRuleName: 'small-rule' }),
  )
  return RemediationExecutionStatuses.map(
    ({ ResourceKey, State, StepDetails = [] }) =>
      `${ResourceKey?.resourceId} ${State} ${StepDetails.map((step) => `${step.Name} ${step.State}`).join(', ')}`,
  )
}

const asked = ({ simulator }: System): number =>
  simulator.calls.filter(({ operation, caller }) => operation === 'lambda:Invoke' && caller.includes('/Automation-')).length

describe('a deletion that fails in the clean-up of an update: remediation is taken out of the stack while it runs', () => {
  const whole = { ...without(DONE, ['AIDA1']), ...remediationOf() }
  const events = async ({ cloudFormation }: System) => {
    const { StackEvents = [] } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: 'Small' }))
    return StackEvents.filter(({ LogicalResourceId }) => LogicalResourceId === 'Remediation').map(({ ResourceStatus }) => ResourceStatus)
  }
  const configured = async ({ config }: System) => {
    const { RemediationConfigurations = [] } = await config.send(
      new DescribeRemediationConfigurationsCommand({ ConfigRuleNames: ['small-rule'] }),
    )
    return RemediationConfigurations.map(({ Automatic }) => Automatic)
  }
  const inStack = async ({ cloudFormation }: System) => {
    const { StackResources = [] } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName: 'Small' }))
    return StackResources.some(({ LogicalResourceId }) => LogicalResourceId === 'Remediation')
  }

  test('skipped after three tries (default): the stack is done without it, and it goes on remediating', async () => {
    await using system = await deployed({}, whole)
    await system.simulator.advance(122_000)
    expect(await update(system, without(DONE, ['AIDA1']))).toBe('UPDATE_COMPLETE')
    const tried = ['DELETE_FAILED', 'DELETE_IN_PROGRESS']
    expect(await events(system)).toEqual([...tried, ...tried, ...tried, 'CREATE_COMPLETE', 'CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS'])
    await system.simulator.advance(10 * MINUTE_MS)
    expect([await inStack(system), await configured(system)]).toEqual([false, [true]])
  })

  test('or tried until it works: then it is gone', async () => {
    await using system = await deployed({ deletionFailingInCleanUp: 'tried-until-it-works' }, whole)
    await system.simulator.advance(122_000)
    expect(await update(system, without(DONE, ['AIDA1']))).toBe('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')
    expect([await inStack(system), await configured(system)]).toEqual([true, [true]])
    await system.simulator.advance(MINUTE_MS)
    expect(await status(system)).toBe('UPDATE_COMPLETE')
    expect([await inStack(system), await configured(system), (await events(system))[0]]).toEqual([false, [], 'DELETE_COMPLETE'])
  })
})

describe('when half of the users cannot be remediated', () => {
  const controlled = (ErrorPercentage: number) => ({
    ExecutionControls: { SsmControls: { ConcurrentExecutionRatePercentage: 10, ErrorPercentage } },
  })
  const failed = 'FAILED AskTheFunction SUCCEEDED, RevokeUnusedIAMUserCredentialsAndVerify FAILED'
  const succeeded = 'SUCCEEDED AskTheFunction SUCCEEDED, RevokeUnusedIAMUserCredentialsAndVerify SUCCEEDED'
  const all = [...five.slice(0, 3).map((id) => `${id} ${failed}`), ...five.slice(3).map((id) => `${id} ${succeeded}`)]
  const stopped = [...all.slice(0, 3), ...five.slice(3).map((id) => `${id} FAILED Initialization FAILED`)]

  test.for([
    ['the rest is not begun, where nothing else is configured', {}, {}, stopped],
    ['nor with more than 40 %', {}, controlled(40), stopped],
    ['but is with 60 %, which is not exceeded', {}, controlled(60), all],
    ['and with 100 %', {}, controlled(100), all],
    ['or if remediation is not stopped at all', { remediationStopsAtErrorPercentage: false }, {}, all],
  ] as const)('%s', async ([, openQuestions, properties, expected]) => {
    await using system = await deployed(openQuestions, { ...without(byName, five), ...remediationOf(properties) })
    await system.simulator.advance(10 * MINUTE_MS)
    expect(await states(system)).toEqual(expected)
  })

  test.for([0, 101])('an ErrorPercentage of %d is refused', async (percent) => {
    await using system = await smallSystem()
    expect(await create(system, { ...without(byName, five), ...remediationOf(controlled(percent)) })).toMatch(
      /^ROLLBACK_COMPLETE: .*errorPercentage' failed to satisfy constraint: Member must have value (less|greater) than or equal to/,
    )
  })
})

describe('a user who is NON_COMPLIANT anew after a remediation that SUCCEEDED', () => {
  test.for([
    ['is remediated again', true, 2],
    ['is not', false, 1],
  ] as const)('%s', async ([, remediatesAgainAfterSuccess, times]) => {
    await using system = await deployed({ remediatesAgainAfterSuccess }, { ...without(DONE, ['AIDA1']), ...remediationOf() })
    await system.simulator.advance(10 * MINUTE_MS)
    expect(asked(system)).toBe(1)
    await system.config.send(new StartConfigRulesEvaluationCommand({ ConfigRuleNames: ['small-rule'] }))
    await system.simulator.advance(10 * MINUTE_MS)
    expect(asked(system)).toBe(times)
  })
})
