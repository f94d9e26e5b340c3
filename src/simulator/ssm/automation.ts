import type { Aws } from '../aws.ts'
import { AwsError } from '../aws-error.ts'
import { randomUuid } from '../random.ts'
import { callerArn } from '../caller.ts'
import { accessDenied } from '../faults.ts'
import { own } from '../own.ts'
import { matchPattern } from '../pattern.ts'
import { findFunction, invoke } from '../lambda/functions.ts'
import { trusts } from '../sts/session.ts'
import { findDocument, resolveVersion, type AutomationDocument, type Script } from './documents.ts'

type AutomationStatus = 'Pending' | 'InProgress' | 'Success' | 'Failed'

export type AutomationExecution = {
  readonly id: string
  readonly document: AutomationDocument
  readonly documentVersion: string
  readonly parameters: Readonly<Record<string, string>>
  readonly executedBy: string
  readonly started: Date
  ended?: Date
  status: AutomationStatus
  step: { status: AutomationStatus; started?: Date; ended?: Date }
  output?: string
  failure?: string
}

/** How long things take, as the article's execution shows it. */
const STEP_STARTS_AFTER_MS = 476
const STEP_TAKES_MS = 13_292
const END_FOLLOWS_AFTER_MS = 59
/** A script that is refused is done as soon as its runtime is up. */
const FAILING_STEP_TAKES_MS = 4_000

const ATTEMPTS = 5

export type AutomationStart = {
  readonly documentName: string
  readonly documentVersion?: string | undefined
  readonly parameters: Readonly<Record<string, readonly string[]>>
  readonly executedBy: string
  readonly onEnd?: () => void
}

/** Begin an automation; the clock does the rest. @throws AwsError where document, version or parameters are not acceptable */
export function startAutomation(
  aws: Aws,
  { documentName, documentVersion, parameters, executedBy, onEnd }: AutomationStart,
): AutomationExecution {
  const document = findDocument(aws, documentName)
  const execution: AutomationExecution = {
    id: randomUuid(aws.random),
    document,
    documentVersion: resolveVersion(document, documentVersion),
    parameters: checkParameters(document, parameters),
    executedBy,
    started: aws.clock.now(),
    status: 'InProgress',
    step: { status: 'Pending' },
  }
  aws.automations.push(execution)
  aws.clock.schedule(STEP_STARTS_AFTER_MS, () => runStep(aws, execution, onEnd))
  return execution
}

function checkParameters(
  { parameters: rules }: AutomationDocument,
  given: AutomationStart['parameters'],
): Readonly<Record<string, string>> {
  const invalid = (message: string): AwsError => new AwsError('InvalidAutomationExecutionParametersException', 400, message)
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(rules, name))
  if (unknown.length > 0) throw invalid(`The document does not define parameters: ${unknown.join(', ')}.`)
  return Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => {
      const value = own(given, name)?.[0] ?? rule.default
      if (value === undefined) throw invalid(`Parameter ${name} has no value.`)
      if (matchPattern(rule.pattern, value) !== 'matches')
        throw invalid(`Parameter ${name} failed to match the pattern ${rule.pattern}: ${value}`)
      return [name, value]
    }),
  )
}

async function runStep(aws: Aws, execution: AutomationExecution, onEnd: (() => void) | undefined): Promise<void> {
  execution.step = { status: 'InProgress', started: aws.clock.now() }
  const result = await runScript(aws, execution)
  aws.clock.schedule(result.kind === 'output' ? STEP_TAKES_MS : FAILING_STEP_TAKES_MS, () => {
    execution.step = { ...execution.step, ended: aws.clock.now(), status: result.kind === 'output' ? 'Success' : 'Failed' }
    if (result.kind === 'output') execution.output = result.output
    else execution.failure = result.failure
    aws.clock.schedule(END_FOLLOWS_AFTER_MS, () => {
      execution.ended = aws.clock.now()
      execution.status = execution.step.status
      onEnd?.()
    })
  })
}

type Result = { readonly kind: 'output'; readonly output: string } | { readonly kind: 'failure'; readonly failure: string }

async function runScript(aws: Aws, execution: AutomationExecution): Promise<Result> {
  try {
    const script = openScript(aws, execution)
    return { kind: 'output', output: JSON.stringify(await execution.document.run(script)) }
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    return {
      kind: 'failure',
      failure: `Step fails when it is Execute/Cancelling action. ${cause} Please refer to Automation Service Troubleshooting Guide for more diagnosis details.`,
    }
  }
}

function openScript(aws: Aws, { id, document, parameters }: AutomationExecution): Script {
  const roleArn = parameters[document.assumeRole] ?? ''
  const role = aws.iam.roleByArn(roleArn)
  const sourceArn = `arn:aws:ssm:${aws.region}:${aws.accountId}:automation-execution/${id}`
  if (role === undefined || !trusts(role, 'ssm.amazonaws.com', aws.accountId, sourceArn))
    throw new Error(`The defined assume role is unable to be assumed: ${roleArn}.`)
  const caller = { kind: 'role' as const, role, sessionName: `Automation-${id}`, origin: id, policy: undefined }
  const requestId = (): string => randomUuid(aws.random)
  return { parameters, now: () => aws.clock.now(), requestId, ask, invoke: invokeFunction, executionId: id }

  async function invokeFunction(functionName: string, payload: object): Promise<unknown> {
    const target = findFunction(aws, functionName)
    if (!aws.permit(caller, 'lambda:InvokeFunction', target.configuration.arn))
      throw accessDenied('lambda:InvokeFunction', callerArn(caller, aws.accountId), target.configuration.arn)
    const result = await invoke(aws, target, JSON.stringify(payload))
    if (result.kind === 'result') return JSON.parse(result.payload)
    throw new Error(`The function ${functionName} failed: ${result.error.errorType}: ${result.error.errorMessage}`)
  }

  async function ask<Answer>(operation: string, input: object, attempts = ATTEMPTS): Promise<Answer> {
    try {
      return (await aws.perform(operation, input, caller)) as Answer
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      const passing = error.status >= 500 || error.code.startsWith('Throttling')
      if (passing && attempts > 1) return ask<Answer>(operation, input, attempts - 1)
      if (error.code === 'NoSuchEntity') throw error
      throw new Error(`An error occurred (${error.code}) when calling the ${operation.split(':')[1]} operation: ${error.message}`, {
        cause: error,
      })
    }
  }
}
