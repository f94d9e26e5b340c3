/** What a parameter takes, as CloudFormation checks it and, for the construct's props, as this project does. */
export type Taken =
  | { readonly kind: 'number'; readonly default: number; readonly least: number; readonly most: number }
  | { readonly kind: 'flag'; readonly default: 'true' | 'false' }
  | { readonly kind: 'one-of'; readonly default: string; readonly values: readonly string[] }
  | { readonly kind: 'number-of'; readonly default: number; readonly values: readonly number[] }
  | { readonly kind: 'text'; readonly default: string; readonly pattern: string; readonly must: string }
  /** Text that has no default: whoever deploys must say it. */
  | { readonly kind: 'said'; readonly pattern: string; readonly must: string }

/** A parameter of the template, as CloudFormation and its console show it. */
export type ParameterDefinition = {
  readonly group: string
  readonly description: string
} & Taken

/** The template's parameters, in the order of the console. The construct's props are called the same, with a small first letter. */
export const PARAMETERS = {
  MaxCredentialUsageAge: {
    group: 'Judgement',
    kind: 'number',
    default: 90,
    least: 1,
    most: 10_000,
    description: 'A password or active access key that is idle for so many whole days is unused.',
  },
  ExcludedUsersParameterName: {
    group: 'Judgement',
    kind: 'text',
    default: '/iam-unused-user-cleanup/excluded-users',
    pattern: '^/[a-zA-Z0-9_.-]+(/[a-zA-Z0-9_.-]+)*$',
    must: 'be the full name of an SSM parameter, beginning with /',
    description: 'Name of the SSM parameter (StringList) that lists whom to leave alone, e.g. admin-user,path:/service/*',
  },
  SharedExclusionsArn: {
    group: 'Judgement',
    kind: 'text',
    default: '',
    pattern: '^(arn:[a-z-]+:ssm:[a-z0-9-]+:[0-9]{12}:parameter/[a-zA-Z0-9_./-]+)?$',
    must: 'be the whole ARN of an SSM parameter, or empty',
    description:
      'ARN of an SSM parameter that another account shares by AWS RAM: a list that holds besides. Unreadable: nobody is judged. Empty: none.',
  },
  EvaluationFrequency: {
    group: 'Judgement',
    kind: 'one-of',
    default: 'TwentyFour_Hours',
    values: ['One_Hour', 'Three_Hours', 'Six_Hours', 'Twelve_Hours', 'TwentyFour_Hours', 'Seven_Days'],
    description: 'How often all users are judged. With Seven_Days the rule runs daily, and judges when that is due.',
  },
  BrakePercent: {
    group: 'Judgement',
    kind: 'number',
    default: 50,
    least: 1,
    most: 100,
    description:
      'More than 10 users, and more than this percentage, would be NON_COMPLIANT: nothing is evaluated, the run fails. 100: no brake.',
  },
  RemediationRunbook: {
    group: 'Remediation',
    kind: 'one-of',
    default: 'AwsManaged',
    values: ['AwsManaged', 'Guarded', 'None'],
    description:
      'AwsManaged: the AWS-owned runbook revokes. Guarded (recommended): ours does, after a last look at exclusions and use, and keeps a ledger. None: only detect.',
  },
  AutomaticRemediation: {
    group: 'Remediation',
    kind: 'flag',
    default: 'true',
    description: 'false: nothing is remediated unless somebody starts it by hand.',
  },
  RunbookVersion: {
    group: 'Remediation',
    kind: 'number',
    default: 5,
    least: 1,
    most: 10_000,
    description: 'Version of the AWS-owned runbook; 5 is the one that was tried.',
  },
  MaximumAutomaticAttempts: {
    group: 'Remediation',
    kind: 'number',
    default: 5,
    least: 1,
    most: 25,
    description: 'Attempts at a user before AWS Config gives up and sets an exception.',
  },
  RetryAttemptSeconds: {
    group: 'Remediation',
    kind: 'number',
    default: 60,
    least: 1,
    most: 2_678_000,
    description: 'The window within which failed attempts count.',
  },
  LedgerTableName: {
    group: 'Operation',
    kind: 'text',
    default: '',
    pattern: '^([a-zA-Z0-9_.-]{3,255})?$',
    must: 'be the name of a DynamoDB table, or empty',
    description:
      'Table of the ledger that an earlier stack left. Empty: this stack makes iam-unused-user-cleanup-ledger, which outlives it.',
  },
  NotificationTopicArn: {
    group: 'Operation',
    kind: 'text',
    default: '',
    pattern: '^(arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+)?$',
    must: 'be the ARN of an SNS topic, or empty',
    description: 'SNS topic for the alarms, a digest of each evaluation and, with Guarded, each revocation. Empty: nobody is told.',
  },
  WarningDays: {
    group: 'Operation',
    kind: 'number',
    default: 14,
    least: 0,
    most: 9999,
    description: 'The digest names what will be unused within so many days.',
  },
  LogRetentionInDays: {
    group: 'Operation',
    kind: 'number-of',
    default: 90,
    values: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
    description: 'How long the log keeps verdicts and their reasons.',
  },
  PermissionsBoundaryArn: {
    group: 'Operation',
    kind: 'text',
    default: '',
    pattern: '^(arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+)?$',
    must: 'be the ARN of an IAM policy, or empty',
    description: 'Permissions boundary for every role of this stack, where the organization asks for one.',
  },
} as const satisfies Readonly<Record<string, ParameterDefinition>>
