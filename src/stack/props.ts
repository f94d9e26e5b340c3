import type { IResolvable } from 'aws-cdk-lib'
import { checkProps, propsOf, type Props } from './checked-props.ts'
import { shipped } from './lambda-code.ts'
import { PARAMETERS, type Taken } from './parameters.ts'

export type EvaluationFrequency = (typeof PARAMETERS.EvaluationFrequency.values)[number]
export type RemediationRunbook = (typeof PARAMETERS.RemediationRunbook.values)[number]

/**
 * Every property is optional, with the template's defaults, and may be a CDK token (a parameter of a stack, say). A value that the template's parameter would
 * refuse is refused when the construct is made.
 */
export type IamUnusedUserCleanupProps = {
  /** Whole days, 1 to 10000. */
  readonly maxCredentialUsageAge?: number
  /** Full name of the SSM parameter with the exclusion list; it is not made here. */
  readonly excludedUsersParameterName?: string
  /** ARN of an SSM parameter in this Region that another account shares by AWS RAM: a list that holds besides; none by default. */
  readonly sharedExclusionsArn?: string
  readonly evaluationFrequency?: EvaluationFrequency
  /** 1 to 100. */
  readonly brakePercent?: number
  readonly remediationRunbook?: RemediationRunbook
  /** Whether AWS Config starts the runbook by itself. */
  readonly automaticRemediation?: boolean | IResolvable
  /** Version of the AWS-owned runbook. */
  readonly runbookVersion?: number
  /** 1 to 25. */
  readonly maximumAutomaticAttempts?: number
  /** 1 to 2678000. */
  readonly retryAttemptSeconds?: number
  /** Name of the ledger's table where an earlier stack left one; by default this one makes it. */
  readonly ledgerTableName?: string
  /** A retention that CloudWatch Logs offers. */
  readonly logRetentionInDays?: number
  /** ARN of an SNS topic that hears of alarms, evaluations and revocations; none by default. */
  readonly notificationTopicArn?: string
  readonly warningDays?: number
  /** ARN of a permissions boundary for every role; none by default. */
  readonly permissionsBoundaryArn?: string
  /** JavaScript (CommonJS) of the rule's function; by default the very code of the shipped template. */
  readonly lambdaCode?: string
  /** What each run logs as its release; by default that of the shipped template, and with another lambdaCode `unreleased`. */
  readonly release?: string
}

export type Settings = Required<IamUnusedUserCleanupProps>

const TEXT: Taken = { kind: 'text', default: '', pattern: '^[^]+$', must: 'be text' }

/** What the parameters of these names take, and two props that the template has no parameter for. */
const TAKEN: Props = new Map([...propsOf(PARAMETERS), ['lambdaCode', TEXT], ['release', TEXT]])

/** The props with their defaults. @throws Error naming the prop, its value, and what is allowed */
export function settingsOf(props: IamUnusedUserCleanupProps): Settings {
  checkProps('IamUnusedUserCleanup', TAKEN, props)
  const code = props.lambdaCode === undefined ? shipped() : { lambdaCode: props.lambdaCode, release: 'unreleased' }
  return {
    maxCredentialUsageAge: props.maxCredentialUsageAge ?? PARAMETERS.MaxCredentialUsageAge.default,
    excludedUsersParameterName: props.excludedUsersParameterName ?? PARAMETERS.ExcludedUsersParameterName.default,
    sharedExclusionsArn: props.sharedExclusionsArn ?? PARAMETERS.SharedExclusionsArn.default,
    evaluationFrequency: props.evaluationFrequency ?? PARAMETERS.EvaluationFrequency.default,
    brakePercent: props.brakePercent ?? PARAMETERS.BrakePercent.default,
    remediationRunbook: props.remediationRunbook ?? PARAMETERS.RemediationRunbook.default,
    automaticRemediation: props.automaticRemediation ?? true,
    runbookVersion: props.runbookVersion ?? PARAMETERS.RunbookVersion.default,
    maximumAutomaticAttempts: props.maximumAutomaticAttempts ?? PARAMETERS.MaximumAutomaticAttempts.default,
    retryAttemptSeconds: props.retryAttemptSeconds ?? PARAMETERS.RetryAttemptSeconds.default,
    notificationTopicArn: props.notificationTopicArn ?? PARAMETERS.NotificationTopicArn.default,
    warningDays: props.warningDays ?? PARAMETERS.WarningDays.default,
    ledgerTableName: props.ledgerTableName ?? PARAMETERS.LedgerTableName.default,
    logRetentionInDays: props.logRetentionInDays ?? PARAMETERS.LogRetentionInDays.default,
    permissionsBoundaryArn: props.permissionsBoundaryArn ?? PARAMETERS.PermissionsBoundaryArn.default,
    lambdaCode: code.lambdaCode,
    release: props.release ?? code.release,
  }
}
