import type { ConfigRule, MaximumExecutionFrequency } from '@aws-sdk/client-config-service'
import type { Aws } from '../aws.ts'
import { AwsError } from '../aws-error.ts'
import { invokeAsync, mayInvoke } from '../lambda/functions.ts'
import { randomText, randomUuid } from '../random.ts'
import { remediate } from './remediation.ts'
import { invalidParameter, type Rule } from './state.ts'

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

/** @throws InvalidParameterValueException, InsufficientPermissionsException */
export function putRule(aws: Aws, definition: ConfigRule): Rule {
  const name = definition.ConfigRuleName
  if (name === undefined || name.length > 64) throw invalidParameter('The ConfigRuleName must have 1 to 64 characters.')
  checkSource(aws, definition)
  const present = aws.config.rules.get(name)
  const rule: Rule = present ?? newRule(aws, name)
  const { ConfigRuleId, ConfigRuleArn } = rule.definition
  rule.definition = { ...rule.definition, ...definition, ConfigRuleName: name, ConfigRuleId, ConfigRuleArn }
  aws.config.rules.set(name, rule)
  aws.clock.schedule(FIRST_EVALUATION_MS, () => startEvaluation(aws, rule))
  if (present === undefined) scheduleNext(aws, rule)
  return rule
}

function newRule(aws: Aws, name: string): Rule {
  const ConfigRuleId = `config-rule-${randomText(aws.random, 'abcdefghijklmnopqrstuvwxyz0123456789', 6)}`
  const ConfigRuleArn = `arn:aws:config:${aws.region}:${aws.accountId}:config-rule/${ConfigRuleId}`
  return {
    definition: { ConfigRuleName: name, ConfigRuleId, ConfigRuleArn, ConfigRuleState: 'ACTIVE', Source: undefined },
    created: aws.clock.now(),
    results: new Map(),
    executions: new Map(),
    exceptions: new Map(),
    running: false,
    status: {},
  }
}

function checkSource(aws: Aws, { Source, InputParameters }: ConfigRule): void {
  if (Source?.Owner !== 'CUSTOM_LAMBDA') throw invalidParameter('The simulator knows rules of Owner CUSTOM_LAMBDA only.')
  if (InputParameters !== undefined && InputParameters.length > 1024)
    throw invalidParameter('InputParameters must have at most 1024 characters.')
  const arn = Source.SourceIdentifier ?? ''
  const target = aws.functions.get(arn)
  if (target === undefined || !mayInvoke(target, 'config.amazonaws.com', aws.accountId))
    throw new AwsError(
      'InsufficientPermissionsException',
      400,
      `The AWS Lambda function ${arn} cannot be invoked. Check the specified function ARN, and check the function's permissions.`,
    )
}

/** Periodic rules go on for as long as they exist. */
function scheduleNext(aws: Aws, rule: Rule): void {
  const [detail] = rule.definition.Source?.SourceDetails ?? []
  const period = PERIODS[detail?.MaximumExecutionFrequency ?? 'TwentyFour_Hours']
  aws.clock.schedule(period, () => {
    if (aws.config.rules.get(rule.definition.ConfigRuleName) !== rule) return
    startEvaluation(aws, rule)
    scheduleNext(aws, rule)
  })
}

/** Send the rule's function a ScheduledNotification. When it is done, automatic remediation takes a snapshot. */
export function startEvaluation(aws: Aws, rule: Rule): void {
  const name = rule.definition.ConfigRuleName
  if (aws.config.rules.get(name) !== rule) return
  const now = aws.clock.now()
  const resultToken = randomUuid(aws.random)
  aws.config.tokens.set(resultToken, { ruleName: name, invokedAt: now })
  rule.running = true
  rule.lastStarted = now
  const arn = rule.definition.Source?.SourceIdentifier ?? ''
  const target = aws.functions.get(arn)
  if (target === undefined)
    return noteOutcome(aws, rule, { errorType: 'ResourceNotFoundException', errorMessage: `Function not found: ${arn}` })
  invokeAsync(aws, target, JSON.stringify(scheduledNotification(aws, rule, resultToken)), (failure) => {
    noteOutcome(aws, rule, failure)
    remediate(aws, rule)
  })
}

function noteOutcome(aws: Aws, rule: Rule, failure: { readonly errorType: string; readonly errorMessage: string } | undefined): void {
  const now = aws.clock.now()
  rule.running = false
  if (failure === undefined) {
    const { LastErrorCode: _code, LastErrorMessage: _message, ...rest } = rule.status
    rule.status = { ...rest, LastSuccessfulInvocationTime: now, LastSuccessfulEvaluationTime: now }
  } else {
    const LastErrorMessage = failure.errorMessage.slice(0, 256)
    rule.status = {
      ...rule.status,
      LastSuccessfulInvocationTime: now,
      LastFailedEvaluationTime: now,
      LastErrorCode: failure.errorType,
      LastErrorMessage,
    }
  }
}

function scheduledNotification(aws: Aws, { definition }: Rule, resultToken: string): object {
  return {
    version: '1.0',
    invokingEvent: JSON.stringify({
      awsAccountId: aws.accountId,
      notificationCreationTime: aws.clock.now().toISOString(),
      messageType: 'ScheduledNotification',
      recordVersion: '1.0',
    }),
    ruleParameters: definition.InputParameters ?? '{}',
    resultToken,
    eventLeftScope: false,
    executionRoleArn: `arn:aws:iam::${aws.accountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
    configRuleArn: definition.ConfigRuleArn,
    configRuleName: definition.ConfigRuleName,
    configRuleId: definition.ConfigRuleId,
    accountId: aws.accountId,
  }
}

/** @throws ResourceInUseException while a remediation configuration hangs on the rule */
export function deleteRule(aws: Aws, name: string): void {
  const rule = aws.config.rule(name)
  if (rule.remediation !== undefined)
    throw new AwsError(
      'ResourceInUseException',
      400,
      `The rule ${name} currently has a RemediationConfiguration. Please delete the RemediationConfiguration and try again.`,
    )
  aws.config.rules.delete(name)
}
