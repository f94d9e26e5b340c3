import { DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation'
import {
  DescribeAutomationStepExecutionsCommand,
  GetAutomationExecutionCommand,
  StartAutomationExecutionCommand,
  type AutomationExecution,
} from '@aws-sdk/client-ssm'
import { describe, expect, test } from 'vitest'
import type { OpenQuestions } from '../../src/simulator/index.ts'
import { ANSWER_SCRIPT } from '../../src/simulator/ssm/answer-script.ts'
import { content, create, documentOf, functionOf, guardedSteps, role, smallSystem, type Resources } from '../support/small-stack.ts'
import type { System } from '../support/system.ts'

const OUTPUT = 'RevokeUnusedIAMUserCredentialsAndVerify.Output'
const guarded = content(guardedSteps(ANSWER_SCRIPT), [OUTPUT])

const physicalId = async ({ cloudFormation }: System, LogicalResourceId: string): Promise<string> => {
  const { StackResourceDetail } = await cloudFormation.send(new DescribeStackResourceCommand({ StackName: 'Small', LogicalResourceId }))
  return StackResourceDetail?.PhysicalResourceId ?? ''
}

/** Run the document of these resources to its end. */
async function run(system: System, resources: Resources): Promise<AutomationExecution> {
  expect(await create(system, resources)).toBe('CREATE_COMPLETE')
  const { AutomationExecutionId = '' } = await system.ssm.send(
    new StartAutomationExecutionCommand({
      DocumentName: await physicalId(system, 'Document'),
      Parameters: {
        AutomationAssumeRole: [`arn:aws:iam::123456789012:role/${await physicalId(system, 'RunbookRole')}`],
        IAMResourceId: ['AIDA1'],
      },
    }),
  )
  await system.simulator.advance(60_000)
  const { AutomationExecution: execution } = await system.ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId }))
  const { StepExecutions } = await system.ssm.send(new DescribeAutomationStepExecutionsCommand({ AutomationExecutionId }))
  expect(StepExecutions).toEqual(execution?.StepExecutions)
  return execution ?? {}
}

const steps = ({ StepExecutions = [] }: AutomationExecution) =>
  StepExecutions.map(({ StepName, StepStatus }) => `${StepName} ${StepStatus}`)

async function guardedRun(handler: string, openQuestions: Partial<OpenQuestions> = {}): Promise<AutomationExecution> {
  await using system = await smallSystem({ openQuestions })
  return await run(system, { ...functionOf(handler), ...documentOf(guarded) })
}

describe('an automation of two steps', () => {
  test.for(['text', 'map'] as const)(
    'goes through both, the second on the answer of the first (Payload as %s)',
    async (payloadOfAFunction) => {
      const handler = `async (event) => ({ outcome: 'done', output: event.IAMResourceId, http_responses: { A: [1] } })`
      const execution = await guardedRun(handler, { payloadOfAFunction })
      expect(execution).toMatchObject({
        AutomationExecutionStatus: 'Success',
        ExecutionStartTime: new Date('2026-11-02T09:00:00.000Z'),
        ExecutionEndTime: new Date('2026-11-02T09:00:09.011Z'),
        Outputs: { [OUTPUT]: ['{"output":"AIDA1","http_responses":{"A":[1]}}'] },
        StepExecutions: [
          {
            StepName: 'AskTheFunction',
            Action: 'aws:invokeLambdaFunction',
            StepStatus: 'Success',
            TimeoutSeconds: 300,
            ExecutionStartTime: new Date('2026-11-02T09:00:00.476Z'),
            ExecutionEndTime: new Date('2026-11-02T09:00:03.476Z'),
            Outputs: { StatusCode: ['200'], Payload: ['{"outcome":"done","output":"AIDA1","http_responses":{"A":[1]}}'] },
          },
          {
            StepName: 'RevokeUnusedIAMUserCredentialsAndVerify',
            Action: 'aws:executeScript',
            StepStatus: 'Success',
            TimeoutSeconds: 600,
            ExecutionStartTime: new Date('2026-11-02T09:00:03.952Z'),
            ExecutionEndTime: new Date('2026-11-02T09:00:08.952Z'),
            Outputs: {
              Payload: ['{"output":"AIDA1","http_responses":{"A":[1]}}'],
              Output: ['{"output":"AIDA1","http_responses":{"A":[1]}}'],
            },
          },
        ],
      })
    },
  )

  test('fails with what the script raises; then there is no output', async () => {
    const execution = await guardedRun(`async () => ({ outcome: 'refused', reason: 'ana is excluded' })`)
    expect(steps(execution)).toEqual(['AskTheFunction Success', 'RevokeUnusedIAMUserCredentialsAndVerify Failed'])
    expect(execution.AutomationExecutionStatus).toBe('Failed')
    expect(execution.FailureMessage).toMatch(
      /^Step fails when it is Poll action status for completion\. Traceback [^]*\n\nException - ana is excluded\. Please refer to Automation Service/,
    )
    expect(execution.StepExecutions?.[1]?.FailureMessage).toBe(execution.FailureMessage)
    expect(execution.Outputs).toEqual({ [OUTPUT]: ['No output available yet because the step is not successfully executed'] })
  })

  test('that stops at its first step never begins the second', async () => {
    await using system = await smallSystem()
    const { RunbookRole: _, ...rest } = documentOf(guarded)
    const execution = await run(system, {
      ...functionOf(`async () => ({ outcome: 'done' })`),
      ...rest,
      RunbookRole: role('ssm.amazonaws.com', 'iam:GetUser'),
    })
    expect(steps(execution)).toEqual(['AskTheFunction Failed', 'RevokeUnusedIAMUserCredentialsAndVerify Pending'])
    expect(execution.FailureMessage).toMatch(
      /^Step fails when it is Execute\/Cancelling action\. .* not authorized to perform: lambda:InvokeFunction/,
    )
  })
})

describe('does FunctionError fail the step?', () => {
  const failing = `async () => { throw new RangeError('It broke.') }`

  test('no (default): it is an output, and the script raises what the Payload says', async () => {
    const execution = await guardedRun(failing)
    expect(steps(execution)).toEqual(['AskTheFunction Success', 'RevokeUnusedIAMUserCredentialsAndVerify Failed'])
    const outputs = execution.StepExecutions?.[0]?.Outputs
    expect([outputs?.['StatusCode'], outputs?.['FunctionError']]).toEqual([['200'], ['Unhandled']])
    expect(JSON.parse(outputs?.['Payload']?.[0] ?? '')).toEqual({
      errorType: 'RangeError',
      errorMessage: 'It broke.',
      trace: expect.arrayContaining(['RangeError: It broke.']),
    })
    expect(execution.FailureMessage).toMatch(/Exception - It broke\. Please/)
  })

  test('yes: the step fails, and the next is not reached', async () => {
    const execution = await guardedRun(failing, { functionErrorFailsTheStep: true })
    expect(steps(execution)).toEqual(['AskTheFunction Failed', 'RevokeUnusedIAMUserCredentialsAndVerify Pending'])
    expect(execution.FailureMessage).toMatch(/The function .* failed \(Unhandled\): .*It broke\./)
  })
})

describe('what a later step takes', () => {
  const asking = (name: string, InputPayload: object) => ({
    name,
    action: 'aws:invokeLambdaFunction',
    inputs: { FunctionName: 'small', InputPayload },
  })
  const echo = `async (event) => (event.echo === undefined ? { told: { a: 1 } } : { type: typeof event.echo, event })`

  test.for([
    ['text', '{"type":"string","event":{"echo":"{\\"told\\":{\\"a\\":1}}","within":"got {\\"told\\":{\\"a\\":1}}"}}'],
    ['map', '{"type":"object","event":{"echo":{"told":{"a":1}},"within":"got {\\"told\\":{\\"a\\":1}}"}}'],
  ] as const)('a Payload is %s', async ([payloadOfAFunction, expected]) => {
    await using system = await smallSystem({ openQuestions: { payloadOfAFunction } })
    const twice = content([asking('One', {}), asking('Two', { echo: '{{ One.Payload }}', within: 'got {{One.Payload}}' })], ['Two.Payload'])
    const execution = await run(system, { ...functionOf(echo), ...documentOf(twice) })
    expect(execution.Outputs).toEqual({ 'Two.Payload': [expected] })
  })

  test('parameters, variables, and outputs by selector', async () => {
    await using system = await smallSystem()
    const selecting = {
      ...asking('One', {
        id: '{{ automation:EXECUTION_ID }}',
        at: '{{global:DATE_TIME}} in {{ global:REGION }}',
        who: '{{ IAMResourceId }}',
      }),
      outputs: [{ Name: 'Who', Selector: '$.Payload.who', Type: 'String' }],
    }
    const execution = await run(system, {
      ...functionOf('async (event) => event'),
      ...documentOf(content([selecting], ['One.Who', 'One.Payload'])),
    })
    expect(execution.Outputs).toEqual({
      'One.Who': ['AIDA1'],
      'One.Payload': [`{"id":"${execution.AutomationExecutionId}","at":"2026-11-02_09.00.00 in us-east-1","who":"AIDA1"}`],
    })
  })

  test('nothing comes after a step that is the end', async () => {
    await using system = await smallSystem()
    const execution = await run(system, {
      ...functionOf('async () => 1'),
      ...documentOf(content([{ ...asking('One', {}), isEnd: true }, asking('Two', {})])),
    })
    expect([execution.AutomationExecutionStatus, ...steps(execution)]).toEqual(['Success', 'One Success', 'Two Pending'])
  })
})

describe('a document that the simulator cannot run is refused by name', () => {
  const [ask, script] = guardedSteps(ANSWER_SCRIPT)

  test.for([
    [
      'another script',
      content(guardedSteps(`${ANSWER_SCRIPT}\n`)),
      /The step RevokeUnusedIAMUserCredentialsAndVerify\.inputs\.Script: .* no Python/,
    ],
    ['line ends of Windows', content(guardedSteps(ANSWER_SCRIPT.replaceAll('\n', '\r\n'))), /\.Script: .* no stand-in for this script/],
    [
      'another runtime',
      content([ask, { ...script, inputs: { ...script?.inputs, Runtime: 'python3.8' } }]),
      /\.inputs\.Runtime: .*python3\.11/,
    ],
    ['attempts', content([{ ...ask, maxAttempts: 3 }]), /The step AskTheFunction\.maxAttempts: /],
    [
      'another action',
      content([{ name: 'Wait', action: 'aws:sleep', inputs: { Duration: 'PT1M' } }]),
      /The step Wait\.action: .*aws:sleep/,
    ],
    ['a step that there is not', content([script]), /The step Revoke\w+ refers to what there is not: AskTheFunction\.Payload/],
    ['a step that comes later', content([script, ask]), /refers to what there is not: AskTheFunction\.Payload/],
    [
      'an output that there is not',
      content([ask], ['AskTheFunction.Output']),
      /outputs refers to what there is not: AskTheFunction\.Output/,
    ],
    ['an unknown key', { ...content([ask]), files: {} }, /files: /],
    ['no step', content([]), /mainSteps: /],
  ] as const)('%s', async ([, text, message]) => {
    await using system = await smallSystem()
    expect(await create(system, { ...functionOf('async () => 1'), ...documentOf(text) })).toMatch(message)
  })
})
