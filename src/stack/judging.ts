import { CfnCondition, Fn, Token } from 'aws-cdk-lib'
import { CfnConfigRule } from 'aws-cdk-lib/aws-config'
import { CfnEventInvokeConfig, CfnFunction, CfnPermission } from 'aws-cdk-lib/aws-lambda'
import type { CfnLogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import type { EvaluationFrequency, Settings } from './props.ts'
import type { JudgingRole } from './roles.ts'
import { FUNCTION_NAME, RULE_NAME } from './rule-name.ts'

export function judgingFunction(
  scope: Construct,
  logGroup: CfnLogGroup,
  settings: Settings,
  { role, revokingRoleArn }: JudgingRole,
  ledgerTable: string,
): CfnFunction {
  const judging = new CfnFunction(scope, 'ConfigRuleLambda', {
    functionName: FUNCTION_NAME,
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    role: role.attrArn,
    timeout: 900,
    memorySize: 256,
    environment: {
      variables: {
        EXCLUDED_USERS_PARAMETER: settings.excludedUsersParameterName,
        SHARED_EXCLUSIONS_ARN: settings.sharedExclusionsArn,
        MAX_CREDENTIAL_AGE: text(settings.maxCredentialUsageAge),
        EVALUATION_FREQUENCY: settings.evaluationFrequency,
        BRAKE_PERCENT: text(settings.brakePercent),
        NOTIFICATION_TOPIC_ARN: settings.notificationTopicArn,
        WARNING_DAYS: text(settings.warningDays),
        REVOKING_ROLE_ARN: revokingRoleArn,
        LEDGER_TABLE: ledgerTable,
        // A reference would be a circle: the rule refers to the function.
        RULE_NAME,
        RELEASE: settings.release,
      },
    },
    loggingConfig: { logFormat: 'JSON', logGroup: logGroup.ref },
    code: { zipFile: settings.lambdaCode },
  })
  new CfnEventInvokeConfig(scope, 'ConfigRuleLambdaRetries', {
    functionName: judging.ref,
    qualifier: '$LATEST',
    maximumRetryAttempts: 2,
    maximumEventAgeInSeconds: 3600,
  })
  return judging
}

/** The rule, made when all is there that its first run needs. It has no scope: AWS Config refuses one on a periodic rule. */
export function configRule(scope: Construct, judging: CfnFunction, { rights }: JudgingRole, frequency: EvaluationFrequency): CfnConfigRule {
  const permission = new CfnPermission(scope, 'ConfigRuleLambdaPermission', {
    functionName: judging.ref,
    action: 'lambda:InvokeFunction',
    principal: 'config.amazonaws.com',
    sourceAccount: Fn.ref('AWS::AccountId'),
  })
  const rule = new CfnConfigRule(scope, 'ConfigRule', {
    configRuleName: RULE_NAME,
    description: 'IAM users with passwords or active access keys that nobody uses, but for the excluded.',
    source: {
      owner: 'CUSTOM_LAMBDA',
      sourceIdentifier: judging.attrArn,
      sourceDetails: [
        { eventSource: 'aws.config', messageType: 'ScheduledNotification', maximumExecutionFrequency: schedule(scope, frequency) },
      ],
    },
  })
  rule.addResourceDependency(permission)
  rule.addResourceDependency(rights)
  return rule
}

/** AWS Config has no weekly schedule: the function itself passes over the other days (S7). */
function schedule(scope: Construct, frequency: EvaluationFrequency): string {
  if (!Token.isUnresolved(frequency)) return frequency === 'Seven_Days' ? 'TwentyFour_Hours' : frequency
  const weekly = new CfnCondition(scope, 'Weekly', { expression: Fn.conditionEquals(frequency, 'Seven_Days') })
  return Fn.conditionIf(weekly.logicalId, 'TwentyFour_Hours', frequency).toString()
}

/** A number as text, whether it is known or a token. */
export const text = (value: number): string => (Token.isUnresolved(value) ? Token.asString(value) : String(value))
