/** A parameter of the template, as CloudFormation and its console show it. */
export type ParameterDefinition = {
  readonly group: 'Who is judged, and how' | 'What happens to unused credentials' | 'Operation'
  readonly default: string
  readonly description: string
} & ({ readonly pattern: string; readonly constraint: string } | { readonly values: readonly string[] })

/** The template's parameters, in the order of the console. */
export const PARAMETERS = {
  MaxCredentialUsageAge: {
    group: 'Who is judged, and how',
    default: '90',
    pattern: '^([1-9][0-9]{0,3}|10000)$',
    description: 'A password or active access key that is idle for so many whole days is unused. One value for the rule and the runbook.',
    constraint: 'a whole number of days from 1 to 10000',
  },
  ExcludedUsersParameterName: {
    group: 'Who is judged, and how',
    default: '/iam-unused-user-cleanup/excluded-users',
    pattern: '^/[a-zA-Z0-9_.-]+(/[a-zA-Z0-9_.-]+)*$',
    description:
      'Name of the SSM parameter (StringList) that lists whom to leave alone, e.g. admin-user,path:/service/*. The stack does not own it.',
    constraint: 'the full name of an SSM parameter, beginning with /',
  },
  EvaluationFrequency: {
    group: 'Who is judged, and how',
    default: 'TwentyFour_Hours',
    values: ['One_Hour', 'Three_Hours', 'Six_Hours', 'Twelve_Hours', 'TwentyFour_Hours', 'Seven_Days'],
    description:
      'How often all users are judged. AWS Config has no weekly schedule: with Seven_Days the rule runs daily and judges on Mondays (UTC).',
  },
  BrakePercent: {
    group: 'Who is judged, and how',
    default: '50',
    pattern: '^([1-9][0-9]?|100)$',
    description:
      'More than 10 users, and more than this percentage, would be NON_COMPLIANT: nothing is evaluated, the run fails. 100: no brake.',
    constraint: 'a whole percentage from 1 to 100',
  },
  RemediationRunbook: {
    group: 'What happens to unused credentials',
    default: 'AwsManaged',
    values: ['AwsManaged', 'Guarded', 'None'],
    description:
      'AwsManaged: the AWS-owned runbook revokes. Guarded (recommended): ours does, after a last look at exclusions and use, and keeps a ledger. None: only detect.',
  },
  MaximumAutomaticAttempts: {
    group: 'What happens to unused credentials',
    default: '5',
    pattern: '^([1-9]|1[0-9]|2[0-5])$',
    description: 'How often AWS Config tries to remediate a user before it gives up and sets an exception.',
    constraint: 'a whole number from 1 to 25',
  },
  RetryAttemptSeconds: {
    group: 'What happens to unused credentials',
    default: '60',
    pattern: '^([1-9][0-9]{0,5}|1[0-9]{6}|2[0-5][0-9]{5}|26[0-6][0-9]{4}|267[0-7][0-9]{3}|2678000)$',
    description: 'The window of time within which failed attempts are counted.',
    constraint: 'a whole number of seconds from 1 to 2678000',
  },
  NotificationTopicArn: {
    group: 'Operation',
    default: '',
    pattern: '^(arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+)?$',
    description: 'ARN of an SNS topic for a digest of each evaluation and, with Guarded, of each revocation. Empty: nobody is told.',
    constraint: 'the ARN of an SNS topic, or empty',
  },
  WarningDays: {
    group: 'Operation',
    default: '14',
    pattern: '^[0-9]{1,4}$',
    description: 'The digest names credentials that will be unused within so many days.',
    constraint: 'a whole number of days from 0 to 9999',
  },
  LogRetentionInDays: {
    group: 'Operation',
    default: '90',
    pattern: '^([1357]|14|30|60|90|120|150|180|365|400|545|731|1096|1827|2192|2557|2922|3288|3653)$',
    description: "How long the log of the function is kept. It holds each user's verdict and its reasons.",
    constraint: 'a retention that CloudWatch Logs offers',
  },
} as const satisfies Readonly<Record<string, ParameterDefinition>>

export type ParameterName = keyof typeof PARAMETERS
