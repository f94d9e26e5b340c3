import type { ConfigRule, MaximumExecutionFrequency } from '@aws-sdk/client-config-service'
import type { Place } from '../world/world.ts'
import { AwsError } from '../world/aws-error.ts'
import type { Caller } from '../world/caller.ts'
import type { Failure, News } from '../world/news.ts'
import { persistently } from '../world/persistent.ts'
import { randomText, randomUuid } from '../world/random.ts'
import { noteResults } from './aggregators.ts'
import { needRecorder } from './recorder.ts'
import { remediate } from './remediation.ts'
import { invalidParameter, type Rule, configOf } from './state.ts'

const HOUR_MS = 3_600_000

const PERIODS: Readonly<Record<MaximumExecutionFrequency, number>> = {
  One_Hour: HOUR_MS,
  Three_Hours: 3 * HOUR_MS,
  Six_Hours: 6 * HOUR_MS,
  Twelve_Hours: 12 * HOUR_MS,
  TwentyFour_Hours: 24 * HOUR_MS,
}

/** A new or changed rule is evaluated straight away: so long after. */
const FIRST_EVALUATION_MS = 1_000

/** @throws NoAvailableConfigurationRecorderException, InvalidParameterValueException, InsufficientPermissionsException */
export async function putRule(place: Place, definition: ConfigRule): Promise<Rule> {
  const name = definition.ConfigRuleName
  if (name === undefined) throw invalidParameter('One or more identifiers needs to be provided. Provide Name or Id or Arn')
  if (name.length > 64) throw invalidParameter('The ConfigRuleName must have 1 to 64 characters.')
  needRecorder(place)
  checkSource(definition)
  checkScope(definition)
  await checkFunction(place, definition.Source?.SourceIdentifier ?? '')
  const present = configOf(place).rules.get(name)
  const rule: Rule = present ?? newRule(place, name)
  const { ConfigRuleId, ConfigRuleArn } = rule.definition
  const { Description, InputParameters, Scope, Source } = definition
  const asked = { ...(Description === undefined ? {} : { Description }), ...(InputParameters === undefined ? {} : { InputParameters }) }
  rule.definition = {
    ...rule.definition,
    ...asked,
    ...(Scope === undefined ? {} : { Scope }),
    Source,
    ConfigRuleName: name,
    ConfigRuleId,
    ConfigRuleArn,
  }
  configOf(place).rules.set(name, rule)
  place.clock.schedule(FIRST_EVALUATION_MS, () => startEvaluation(place, rule))
  if (present === undefined) scheduleNext(place, rule)
  return rule
}

function newRule(place: Place, name: string): Rule {
  const ConfigRuleId = `config-rule-${randomText(place.random, 'abcdefghijklmnopqrstuvwxyz0123456789', 6)}`
  const ConfigRuleArn = `arn:aws:config:${place.region}:${place.accountId}:config-rule/${ConfigRuleId}`
  return {
    definition: {
      ConfigRuleName: name,
      ConfigRuleId,
      ConfigRuleArn,
      ConfigRuleState: 'ACTIVE',
      EvaluationModes: [{ Mode: 'DETECTIVE' }],
      Source: undefined,
    },
    created: place.clock.now(),
    results: new Map(),
    executions: new Map(),
    exceptions: new Map(),
    running: false,
    status: {},
  }
}

function checkSource({ Source, InputParameters }: ConfigRule): void {
  if (Source?.Owner !== 'CUSTOM_LAMBDA')
    throw invalidParameter(
      `The simulator does not know rules of Owner ${Source?.Owner}${Source?.SourceIdentifier === undefined ? '' : ` (${Source.SourceIdentifier})`}: of Owner CUSTOM_LAMBDA only.`,
    )
  if (InputParameters !== undefined && InputParameters.length > 1024)
    throw invalidParameter('InputParameters must have at most 1024 characters.')
}

/** As whom AWS Config invokes functions. */
const invoker = ({ accountId }: Place) =>
  ({ kind: 'principal', service: 'config.amazonaws.com', sourceAccount: accountId }) as const satisfies Caller

async function checkFunction(place: Place, arn: string): Promise<void> {
  try {
    await persistently(() => place.perform('lambda:Invoke', { FunctionName: arn, InvocationType: 'DryRun' }, invoker(place)))
  } catch (error) {
    if (!(error instanceof AwsError) || !/^(AccessDenied|ResourceNotFound|Validation)/.test(error.code)) throw error
    throw new AwsError(
      'InsufficientPermissionsException',
      400,
      `The AWS Lambda function ${arn} cannot be invoked. Check the specified function ARN, and check the function's permissions.`,
    )
  }
}

/** A scope says which changes of resources start a rule. One that nothing but the clock starts has none. */
function checkScope({ Scope, Source }: ConfigRule): void {
  const isPeriodic = (Source?.SourceDetails ?? []).every(({ MessageType }) => MessageType === 'ScheduledNotification')
  if (Scope !== undefined && isPeriodic) throw invalidParameter('Scope is not supported for periodic rules: remove Scope from the rule.')
}

/** Periodic rules go on for as long as they exist. */
function scheduleNext(place: Place, rule: Rule): void {
  const [detail] = rule.definition.Source?.SourceDetails ?? []
  const period = PERIODS[detail?.MaximumExecutionFrequency ?? 'TwentyFour_Hours']
  place.clock.schedule(period, async () => {
    if (configOf(place).rules.get(rule.definition.ConfigRuleName) !== rule) return
    scheduleNext(place, rule)
    await startEvaluation(place, rule)
  })
}

/** Send the rule's function a ScheduledNotification. */
export async function startEvaluation(place: Place, rule: Rule): Promise<void> {
  const name = rule.definition.ConfigRuleName
  if (configOf(place).rules.get(name) !== rule) return
  const now = place.clock.now()
  const resultToken = randomUuid(place.random)
  configOf(place).tokens.set(resultToken, { ruleName: name, invokedAt: now })
  rule.running = true
  rule.lastStarted = now
  const Payload = Buffer.from(JSON.stringify(scheduledNotification(place, rule, resultToken)))
  const FunctionName = rule.definition.Source?.SourceIdentifier ?? ''
  try {
    await persistently(() => place.perform('lambda:Invoke', { FunctionName, InvocationType: 'Event', Payload }, invoker(place)))
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    rule.running = false
    Object.assign(rule.status, { LastFailedInvocationTime: now, ...lastError({ errorType: error.code, errorMessage: error.message }) })
  }
}

/** The function of a rule has run. Then automatic remediation takes a snapshot, whatever came of it. */
export function functionInvoked(place: Place, { by, payload, failure }: Extract<News, { kind: 'function-invoked' }>): void {
  if (by !== invoker(place).service) return
  const { resultToken } = JSON.parse(payload) as { readonly resultToken: string }
  const config = configOf(place)
  const rule = config.rules.get(config.tokens.get(resultToken)?.ruleName ?? '')
  if (rule === undefined) return
  noteOutcome(rule, place.clock.now(), failure)
  remediate(place, rule)
}

function noteOutcome(rule: Rule, now: Date, failure: Failure | undefined): void {
  rule.running = false
  if (failure === undefined) {
    const { LastErrorCode: _code, LastErrorMessage: _message, ...rest } = rule.status
    rule.status = { ...rest, LastSuccessfulInvocationTime: now, LastSuccessfulEvaluationTime: now }
  } else rule.status = { ...rule.status, LastSuccessfulInvocationTime: now, LastFailedEvaluationTime: now, ...lastError(failure) }
}

const lastError = ({ errorType, errorMessage }: Failure) => ({ LastErrorCode: errorType, LastErrorMessage: errorMessage.slice(0, 256) })

function scheduledNotification(place: Place, { definition }: Rule, resultToken: string): object {
  return {
    version: '1.0',
    invokingEvent: JSON.stringify({
      awsAccountId: place.accountId,
      notificationCreationTime: place.clock.now().toISOString(),
      messageType: 'ScheduledNotification',
      recordVersion: '1.0',
    }),
    ruleParameters: definition.InputParameters ?? '{}',
    resultToken,
    eventLeftScope: false,
    executionRoleArn: `arn:aws:iam::${place.accountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
    configRuleArn: definition.ConfigRuleArn,
    configRuleName: definition.ConfigRuleName,
    configRuleId: definition.ConfigRuleId,
    accountId: place.accountId,
  }
}

/** @throws ResourceInUseException while a remediation configuration hangs on the rule */
export function deleteRule(place: Place, name: string): void {
  const rule = configOf(place).rule(name)
  if (rule.remediation !== undefined)
    throw new AwsError(
      'ResourceInUseException',
      400,
      `The rule ${name} currently has a RemediationConfiguration. Please delete the RemediationConfiguration and try again.`,
    )
  configOf(place).rules.delete(name)
  noteResults(place, name)
}
