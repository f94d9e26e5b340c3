/** A parameter of the template, as CloudFormation and its console show it. */
export type ParameterDefinition = {
  readonly group: 'Who is judged, and how' | 'What happens to unused credentials' | 'Operation'
  readonly label: string
  readonly default: string
  readonly description: string
  readonly constraint: string
} & ({ readonly pattern: string } | { readonly values: readonly string[] })

const RETENTION_DAYS = [
  '1',
  '3',
  '5',
  '7',
  '14',
  '30',
  '60',
  '90',
  '120',
  '150',
  '180',
  '365',
  '400',
  '545',
  '731',
  '1096',
  '1827',
  '2192',
  '2557',
  '2922',
  '3288',
  '3653',
]

/** The template's parameters, in the order of the console. */
export const PARAMETERS = {
  MaxCredentialUsageAge: {
    group: 'Who is judged, and how',
    label: 'Limit (days)',
    default: '90',
    pattern: '^([1-9][0-9]{0,3}|10000)$',
    description: 'A password or active access key that is idle for so many whole days is unused. One value for the rule and the runbook.',
    constraint: 'a whole number of days from 1 to 10000',
  },
  ExcludedUsersParameterName: {
    group: 'Who is judged, and how',
    label: 'Exclusion list',
    default: '/iam-unused-user-cleanup/excluded-users',
    pattern: '^/[a-zA-Z0-9_.-]+(/[a-zA-Z0-9_.-]+)*$',
    description:
      'Name of the SSM parameter (StringList) that lists whom to leave alone, e.g. admin-user,path:/service/*. The stack does not own it.',
    constraint: 'the full name of an SSM parameter, beginning with /',
  },
  EvaluationFrequency: {
    group: 'Who is judged, and how',
    label: 'Evaluate every',
    default: 'TwentyFour_Hours',
    values: ['One_Hour', 'Three_Hours', 'Six_Hours', 'Twelve_Hours', 'TwentyFour_Hours', 'Seven_Days'],
    description:
      'How often all users are judged. AWS Config has no weekly schedule: with Seven_Days the rule runs daily and judges on Mondays (UTC).',
    constraint: 'one of the listed frequencies',
  },
  BrakePercent: {
    group: 'Who is judged, and how',
    label: 'Brake (percent)',
    default: '50',
    pattern: '^([1-9][0-9]?|100)$',
    description:
      'If more than this percentage of the users, and more than 10, would be NON_COMPLIANT, nothing is evaluated and the run fails. 100 switches the brake off.',
    constraint: 'a whole percentage from 1 to 100',
  },
  RemediationRunbook: {
    group: 'What happens to unused credentials',
    label: 'Runbook',
    default: 'AwsManaged',
    values: ['AwsManaged', 'None'],
    description: 'AwsManaged: the AWS-owned runbook deactivates unused keys and deletes unused passwords. None: only detect.',
    constraint: 'AwsManaged or None',
  },
  MaximumAutomaticAttempts: {
    group: 'What happens to unused credentials',
    label: 'Attempts',
    default: '5',
    pattern: '^([1-9]|1[0-9]|2[0-5])$',
    description: 'How often AWS Config tries to remediate a user before it gives up and sets an exception.',
    constraint: 'a whole number from 1 to 25',
  },
  RetryAttemptSeconds: {
    group: 'What happens to unused credentials',
    label: 'Window of attempts (seconds)',
    default: '60',
    pattern: '^([1-9][0-9]{0,5}|1[0-9]{6}|2[0-5][0-9]{5}|26[0-6][0-9]{4}|267[0-7][0-9]{3}|2678000)$',
    description: 'The window of time within which failed attempts are counted.',
    constraint: 'a whole number of seconds from 1 to 2678000',
  },
  LogRetentionInDays: {
    group: 'Operation',
    label: 'Keep logs (days)',
    default: '90',
    values: RETENTION_DAYS,
    description: "How long the log of the function is kept. It holds each user's verdict and its reasons.",
    constraint: 'a retention that CloudWatch Logs offers',
  },
} as const satisfies Readonly<Record<string, ParameterDefinition>>

export type ParameterName = keyof typeof PARAMETERS
