import { CfnCondition, Fn, RemovalPolicy, Token, type IResolvable } from 'aws-cdk-lib'
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch'
import { CfnConfigRule, CfnRemediationConfiguration } from 'aws-cdk-lib/aws-config'
import { CfnRole, CfnRolePolicy } from 'aws-cdk-lib/aws-iam'
import { CfnEventInvokeConfig, CfnFunction, CfnPermission } from 'aws-cdk-lib/aws-lambda'
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs'
import { CfnDocument } from 'aws-cdk-lib/aws-ssm'
import { Construct } from 'constructs'
import { shippedLambdaCode } from './lambda-code.ts'
import { PARAMETERS } from './parameters.ts'
import {
  automationTrust,
  awsManagedStatements,
  guardStatements,
  invokingStatements,
  judgingStatements,
  lambdaTrust,
  policy,
  publishingStatements,
  revokingStatements,
  roleTrust,
} from './permissions.ts'

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
  /** ARN of an SNS topic that hears of evaluations and revocations; none by default. */
  readonly notificationTopicArn?: string
  readonly warningDays?: number
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
    const guarded = whenGuarded(this, settings.remediationRunbook)
    this.function = judgingFunction(this, this.logGroup, settings, guarded)
    this.rule = configRule(this, this.function, settings.evaluationFrequency)
    remediation(this, this.rule, this.function, settings, guarded)
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
  notificationTopicArn: props.notificationTopicArn ?? PARAMETERS.NotificationTopicArn.default,
  warningDays: props.warningDays ?? Number(PARAMETERS.WarningDays.default),
  logRetentionInDays: props.logRetentionInDays ?? Number(PARAMETERS.LogRetentionInDays.default),
  lambdaCode: props.lambdaCode ?? shippedLambdaCode(),
})

function judgingFunction(scope: Construct, logGroup: CfnLogGroup, settings: Settings, guarded: Guarded): CfnFunction {
  const { role, revokingRoleArn } = judgingRole(scope, logGroup, settings, guarded)
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
        NOTIFICATION_TOPIC_ARN: settings.notificationTopicArn,
        WARNING_DAYS: text(settings.warningDays),
        REVOKING_ROLE_ARN: revokingRoleArn,
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
    alarmDescription: 'The function failed: users were not judged, or not revoked. Its log says whom and why.',
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
    description: 'IAM users with passwords or active access keys that nobody uses, but for the excluded.',
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

/** The three sorts of values that depend on the runbook: known when this is synthesized, or a condition of the template. */
type Guarded = { readonly condition: CfnCondition | undefined; readonly known: boolean | undefined }

function whenGuarded(scope: Construct, runbook: RemediationRunbook): Guarded {
  if (!Token.isUnresolved(runbook)) return { condition: undefined, known: runbook === 'Guarded' }
  return {
    condition: new CfnCondition(scope, 'UsesGuardedRunbook', { expression: Fn.conditionEquals(runbook, 'Guarded') }),
    known: undefined,
  }
}

/** A policy within a function of CloudFormation, which the CDK hands on as it is. */
const spelledOut = ({ policyName, policyDocument }: CfnRole.PolicyProperty) => ({ PolicyName: policyName, PolicyDocument: policyDocument })

/** One value with the guarded runbook, another without it. */
const ifGuarded = <T>({ condition, known }: Guarded, yes: T, no: T): T | IResolvable =>
  known === undefined ? (Fn.conditionIf(condition?.logicalId ?? '', yes, no) as IResolvable) : known ? yes : no

const NOTHING = Fn.ref('AWS::NoValue')

function judgingRole(
  scope: Construct,
  logGroup: CfnLogGroup,
  { excludedUsersParameterName, notificationTopicArn }: Settings,
  guarded: Guarded,
): { readonly role: CfnRole; readonly revokingRoleArn: string } {
  const role = new CfnRole(scope, 'ConfigRuleLambdaRole', {
    description: 'Lets the function read IAM users and report on them. It can change nothing by itself.',
    assumeRolePolicyDocument: lambdaTrust(),
    policies: [{ policyName: 'JudgeUsers', policyDocument: policy(judgingStatements(excludedUsersParameterName, logGroup.attrArn)) }],
  })
  tellingPolicy(scope, role, notificationTopicArn)
  if (guarded.known === false) return { role, revokingRoleArn: '' }
  const revoking = new CfnRole(scope, 'RevokingRole', {
    description: 'Deactivates access keys, deletes passwords and keeps the ledger; never of users tagged as excluded.',
    assumeRolePolicyDocument: roleTrust(role.attrArn),
    policies: [{ policyName: 'Revoke', policyDocument: policy(revokingStatements()) }],
  })
  const guard = new CfnRolePolicy(scope, 'GuardPolicy', {
    policyName: 'Guard',
    roleName: role.ref,
    policyDocument: policy(guardStatements(revoking.attrArn)),
  })
  for (const resource of [revoking, guard]) if (guarded.condition !== undefined) resource.cfnOptions.condition = guarded.condition
  return { role, revokingRoleArn: Token.asString(ifGuarded(guarded, revoking.attrArn, '')) }
}

function tellingPolicy(scope: Construct, role: CfnRole, topicArn: string): void {
  if (topicArn === '') return
  const telling = new CfnRolePolicy(scope, 'NotificationPolicy', {
    policyName: 'Notify',
    roleName: role.ref,
    policyDocument: policy(publishingStatements(topicArn)),
  })
  if (Token.isUnresolved(topicArn))
    telling.cfnOptions.condition = new CfnCondition(scope, 'TellsPeople', { expression: Fn.conditionNot(Fn.conditionEquals(topicArn, '')) })
}

function remediation(scope: Construct, rule: CfnConfigRule, judging: CfnFunction, settings: Settings, guarded: Guarded): void {
  const { remediationRunbook, maxCredentialUsageAge, maximumAutomaticAttempts, retryAttemptSeconds } = settings
  if (remediationRunbook === 'None') return
  const byAws = [{ policyName: 'RevokeUnusedCredentials', policyDocument: policy(awsManagedStatements()) }]
  const byUs = [{ policyName: 'AskTheFunction', policyDocument: policy(invokingStatements(judging.attrArn)) }]
  const role = new CfnRole(scope, 'RemediationServiceRole', {
    description: 'What the runbook may do; never to users tagged as excluded.',
    assumeRolePolicyDocument: automationTrust(),
    policies:
      guarded.known === undefined
        ? (ifGuarded(guarded, byUs.map(spelledOut), byAws.map(spelledOut)) as IResolvable)
        : guarded.known
          ? byUs
          : byAws,
  })
  const document = guarded.known === false ? undefined : guardedDocument(scope, rule, judging, guarded)
  const configuration = new CfnRemediationConfiguration(scope, 'RemediationConfiguration', {
    configRuleName: rule.ref,
    targetType: 'SSM_DOCUMENT',
    targetId: Token.asString(ifGuarded(guarded, document?.ref ?? '', 'AWSConfigRemediation-RevokeUnusedIAMUserCredentials')),
    targetVersion: Token.asString(ifGuarded(guarded, NOTHING, '5')),
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
  const condition = new CfnCondition(scope, 'Remediates', { expression: Fn.conditionNot(Fn.conditionEquals(remediationRunbook, 'None')) })
  role.cfnOptions.condition = condition
  configuration.cfnOptions.condition = condition
}

/** Our runbook: the parameters and the step of the AWS-owned one, carried out by the function. */
function guardedDocument(scope: Construct, rule: CfnConfigRule, judging: CfnFunction, guarded: Guarded): CfnDocument {
  const document = new CfnDocument(scope, 'GuardedRunbook', {
    documentType: 'Automation',
    updateMethod: 'NewVersion',
    content: {
      schemaVersion: '0.3',
      description: 'Revokes unused passwords and access keys of one IAM user, after a last look at exclusions and use.',
      assumeRole: '{{ AutomationAssumeRole }}',
      parameters: {
        AutomationAssumeRole: { type: 'String', allowedPattern: String.raw`^arn:[a-z-]+:iam::\d{12}:role/[\w+=,.@/-]+$` },
        IAMResourceId: { type: 'String', allowedPattern: String.raw`^\w{16,128}$` },
        MaxCredentialUsageAge: { type: 'String', default: '90', allowedPattern: PARAMETERS.MaxCredentialUsageAge.pattern },
      },
      mainSteps: [
        {
          name: 'RevokeUnusedIAMUserCredentialsAndVerify',
          action: 'aws:invokeLambdaFunction',
          timeoutSeconds: 300,
          isEnd: true,
          inputs: {
            FunctionName: judging.ref,
            InputPayload: {
              IAMResourceId: '{{ IAMResourceId }}',
              MaxCredentialUsageAge: '{{ MaxCredentialUsageAge }}',
              RuleName: rule.ref,
              ExecutionId: '{{ automation:EXECUTION_ID }}',
              DateTime: '{{ global:DATE_TIME }}',
            },
          },
          outputs: [{ Name: 'Output', Selector: '$.Payload', Type: 'String' }],
        },
      ],
      outputs: ['RevokeUnusedIAMUserCredentialsAndVerify.Output'],
    },
  })
  if (guarded.condition !== undefined) document.cfnOptions.condition = guarded.condition
  return document
}

const text = (value: number): string => (Token.isUnresolved(value) ? Token.asString(value) : String(value))
