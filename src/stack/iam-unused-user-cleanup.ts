import { CfnCondition, Fn, RemovalPolicy, Token } from 'aws-cdk-lib'
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch'
import { CfnConfigRule, CfnRemediationConfiguration } from 'aws-cdk-lib/aws-config'
import { CfnRole } from 'aws-cdk-lib/aws-iam'
import { CfnEventInvokeConfig, CfnFunction, CfnPermission } from 'aws-cdk-lib/aws-lambda'
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { shippedLambdaCode } from './lambda-code.ts'
import { PARAMETERS } from './parameters.ts'
import { automationTrust, awsManagedStatements, judgingStatements, lambdaTrust, policy } from './permissions.ts'

const RULE_NAME = 'custom-unused-iam-user-credentials-check'
const FUNCTION_NAME = `${RULE_NAME}-function`
const ACCOUNT = Fn.ref('AWS::AccountId')

export type EvaluationFrequency = (typeof PARAMETERS.EvaluationFrequency.values)[number]
export type RemediationRunbook = (typeof PARAMETERS.RemediationRunbook.values)[number]

/** Every property is optional, with the template's defaults, and may be a CDK token (a parameter of a stack, say). */
export type IamUnusedUserCleanupProps = {
  /** Whole days, 1 to 10000. */
  readonly maxCredentialUsageAge?: number
  /** Full name of the SSM parameter with the exclusion list; it is not made here. */
  readonly excludedUsersParameterName?: string
  readonly evaluationFrequency?: EvaluationFrequency
  /** 1 to 100. */
  readonly brakePercent?: number
  readonly remediationRunbook?: RemediationRunbook
  /** 1 to 25. */
  readonly maximumAutomaticAttempts?: number
  /** 1 to 2678000. */
  readonly retryAttemptSeconds?: number
  readonly logRetentionInDays?: number
  /** JavaScript (CommonJS) of the rule's function; by default the very code of the shipped template. */
  readonly lambdaCode?: string
}

/** The whole system in one account and Region: the rule, its function, and the remediation. AWS Config's recorder must be there. */
export class IamUnusedUserCleanup extends Construct {
  readonly rule: CfnConfigRule
  readonly function: CfnFunction
  readonly logGroup: CfnLogGroup

  constructor(scope: Construct, id: string, props: IamUnusedUserCleanupProps = {}) {
    super(scope, id)
    const settings = settingsOf(props)
    this.logGroup = new CfnLogGroup(this, 'ConfigRuleLambdaLogGroup', { retentionInDays: settings.logRetentionInDays })
    this.logGroup.applyRemovalPolicy(RemovalPolicy.DESTROY)
    this.function = judgingFunction(this, this.logGroup, settings)
    this.rule = configRule(this, this.function, settings.evaluationFrequency)
    remediation(this, this.rule, settings)
  }
}

type Settings = Required<IamUnusedUserCleanupProps>

const settingsOf = (props: IamUnusedUserCleanupProps): Settings => ({
  maxCredentialUsageAge: props.maxCredentialUsageAge ?? Number(PARAMETERS.MaxCredentialUsageAge.default),
  excludedUsersParameterName: props.excludedUsersParameterName ?? PARAMETERS.ExcludedUsersParameterName.default,
  evaluationFrequency: props.evaluationFrequency ?? PARAMETERS.EvaluationFrequency.default,
  brakePercent: props.brakePercent ?? Number(PARAMETERS.BrakePercent.default),
  remediationRunbook: props.remediationRunbook ?? PARAMETERS.RemediationRunbook.default,
  maximumAutomaticAttempts: props.maximumAutomaticAttempts ?? Number(PARAMETERS.MaximumAutomaticAttempts.default),
  retryAttemptSeconds: props.retryAttemptSeconds ?? Number(PARAMETERS.RetryAttemptSeconds.default),
  logRetentionInDays: props.logRetentionInDays ?? Number(PARAMETERS.LogRetentionInDays.default),
  lambdaCode: props.lambdaCode ?? shippedLambdaCode(),
})

function judgingFunction(scope: Construct, logGroup: CfnLogGroup, settings: Settings): CfnFunction {
  const role = new CfnRole(scope, 'ConfigRuleLambdaRole', {
    description: 'Lets the AWS Config rule read IAM users and report on them. It can change nothing.',
    assumeRolePolicyDocument: lambdaTrust(),
    policies: [
      { policyName: 'JudgeUsers', policyDocument: policy(judgingStatements(settings.excludedUsersParameterName, logGroup.attrArn)) },
    ],
  })
  const judging = new CfnFunction(scope, 'ConfigRuleLambda', {
    functionName: FUNCTION_NAME,
    description: 'Judges the passwords and access keys of every IAM user for AWS Config.',
    runtime: 'nodejs24.x',
    architectures: ['arm64'],
    handler: 'index.handler',
    role: role.attrArn,
    timeout: 900,
    memorySize: 256,
    environment: {
      variables: {
        EXCLUDED_USERS_PARAMETER: settings.excludedUsersParameterName,
        MAX_CREDENTIAL_AGE: text(settings.maxCredentialUsageAge),
        EVALUATION_FREQUENCY: settings.evaluationFrequency,
        BRAKE_PERCENT: text(settings.brakePercent),
        // Short-lived objects are most of what the function makes: a small nursery keeps 5,000 users within 128 MB (docs/performance.md).
        NODE_OPTIONS: '--max-semi-space-size=2',
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
  new CfnAlarm(scope, 'ConfigRuleLambdaErrors', {
    alarmDescription: 'A run of the rule failed: some or all IAM users were not judged. The log says whom and why.',
    namespace: 'AWS/Lambda',
    metricName: 'Errors',
    dimensions: [{ name: 'FunctionName', value: judging.ref }],
    statistic: 'Sum',
    period: 300,
    evaluationPeriods: 1,
    threshold: 1,
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    treatMissingData: 'notBreaching',
  })
  return judging
}

function configRule(scope: Construct, judging: CfnFunction, frequency: EvaluationFrequency): CfnConfigRule {
  const permission = new CfnPermission(scope, 'ConfigRuleLambdaPermission', {
    functionName: judging.ref,
    action: 'lambda:InvokeFunction',
    principal: 'config.amazonaws.com',
    sourceAccount: ACCOUNT,
  })
  const rule = new CfnConfigRule(scope, 'ConfigRule', {
    configRuleName: RULE_NAME,
    description: 'Finds IAM users with passwords or active access keys that nobody uses, and passes over those who are excluded.',
    scope: { complianceResourceTypes: ['AWS::IAM::User'] },
    source: {
      owner: 'CUSTOM_LAMBDA',
      sourceIdentifier: judging.attrArn,
      sourceDetails: [
        { eventSource: 'aws.config', messageType: 'ScheduledNotification', maximumExecutionFrequency: schedule(scope, frequency) },
      ],
    },
  })
  rule.addResourceDependency(permission)
  return rule
}

/** AWS Config has no weekly schedule: the function itself passes over the other days (S7). */
function schedule(scope: Construct, frequency: EvaluationFrequency): string {
  if (!Token.isUnresolved(frequency)) return frequency === 'Seven_Days' ? 'TwentyFour_Hours' : frequency
  const weekly = new CfnCondition(scope, 'JudgesWeekly', { expression: Fn.conditionEquals(frequency, 'Seven_Days') })
  return Fn.conditionIf(weekly.logicalId, 'TwentyFour_Hours', frequency).toString()
}

/** A runbook of our own will be a further value of `remediationRunbook` beside `AwsManaged`, with a condition, a role and a target of its own. */
function remediation(scope: Construct, rule: CfnConfigRule, settings: Settings): void {
  const { remediationRunbook, maxCredentialUsageAge, maximumAutomaticAttempts, retryAttemptSeconds } = settings
  if (remediationRunbook === 'None') return
  const role = new CfnRole(scope, 'RemediationServiceRole', {
    description: 'Lets the AWS-owned runbook deactivate access keys and delete passwords, except those of users tagged as excluded.',
    assumeRolePolicyDocument: automationTrust(),
    policies: [{ policyName: 'RevokeUnusedCredentials', policyDocument: policy(awsManagedStatements()) }],
  })
  const configuration = new CfnRemediationConfiguration(scope, 'RemediationConfiguration', {
    configRuleName: rule.ref,
    targetType: 'SSM_DOCUMENT',
    targetId: 'AWSConfigRemediation-RevokeUnusedIAMUserCredentials',
    targetVersion: '5',
    parameters: {
      AutomationAssumeRole: { StaticValue: { Values: [role.attrArn] } },
      IAMResourceId: { ResourceValue: { Value: 'RESOURCE_ID' } },
      MaxCredentialUsageAge: { StaticValue: { Values: [text(maxCredentialUsageAge)] } },
    },
    automatic: true,
    maximumAutomaticAttempts,
    retryAttemptSeconds,
  })
  if (!Token.isUnresolved(remediationRunbook)) return
  const condition = new CfnCondition(scope, 'UsesAwsManagedRunbook', { expression: Fn.conditionEquals(remediationRunbook, 'AwsManaged') })
  role.cfnOptions.condition = condition
  configuration.cfnOptions.condition = condition
}

const text = (value: number): string => (Token.isUnresolved(value) ? Token.asString(value) : String(value))
