import { Token, type IResolvable } from 'aws-cdk-lib'
import { shipped } from './lambda-code.ts'
import { PARAMETERS, type ParameterName, type Taken } from './parameters.ts'

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

/** The props with their defaults. @throws Error naming the prop, its value, and what is allowed */
export function settingsOf(props: IamUnusedUserCleanupProps): Settings {
  for (const [prop, value] of Object.entries(props)) check(prop, value)
  const code = props.lambdaCode === undefined ? shipped() : { lambdaCode: props.lambdaCode, release: 'unreleased' }
  return {
    maxCredentialUsageAge: props.maxCredentialUsageAge ?? PARAMETERS.MaxCredentialUsageAge.default,
    excludedUsersParameterName: props.excludedUsersParameterName ?? PARAMETERS.ExcludedUsersParameterName.default,
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

const TEXT: Taken = { kind: 'text', default: '', pattern: '^[^]+$', must: 'be text' }

/** What a prop takes, by its name: what the parameter of that name does, and two props that the template has no parameter for. */
const TAKEN: ReadonlyMap<string, Taken> = new Map<string, Taken>([
  ...Object.keys(PARAMETERS).map((name) => [propOf(name), PARAMETERS[name as ParameterName]] as const),
  ['lambdaCode', TEXT],
  ['release', TEXT],
])

function check(prop: string, value: unknown): void {
  if (value === undefined || Token.isUnresolved(value)) return
  const taken = TAKEN.get(prop)
  if (taken === undefined) throw new Error(`IamUnusedUserCleanup has no prop ${prop}. There are ${[...TAKEN.keys()].join(', ')}.`)
  if (!takes(taken, value)) throw new Error(`${prop}: ${JSON.stringify(value)} is not allowed. It must ${allowed(taken)}.`)
}

function takes(taken: Taken, value: unknown): boolean {
  switch (taken.kind) {
    case 'number':
      return Number.isInteger(value) && Number(value) >= taken.least && Number(value) <= taken.most
    case 'number-of':
      return taken.values.some((each) => each === value)
    case 'flag':
      return typeof value === 'boolean'
    case 'one-of':
      return taken.values.some((each) => each === value)
    case 'text':
      return typeof value === 'string' && new RegExp(taken.pattern).test(value)
  }
}

function allowed(taken: Taken): string {
  switch (taken.kind) {
    case 'number':
      return `be a whole number from ${taken.least} to ${taken.most}`
    case 'flag':
      return 'be true or false'
    case 'number-of':
    case 'one-of':
      return `be one of ${taken.values.join(', ')}`
    case 'text':
      return taken.must
  }
}

function propOf(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
