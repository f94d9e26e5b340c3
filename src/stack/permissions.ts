import { Fn } from 'aws-cdk-lib'
import { EXCLUSION_TAG } from '../exclusions/exclusion-tag.ts'
import { choose, NOTHING, type Choice } from './choice.ts'
import { FUNCTION_NAME } from './rule-name.ts'

/** A statement of an IAM policy, as CloudFormation takes it. */
type Statement = {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Resource: unknown
  readonly Condition?: object
}

/** A statement of a policy that stands at a resource. */
type ResourceStatement = Statement & { readonly Principal: object }

const VERSION = '2012-10-17'
const ACTS = ['iam:UpdateAccessKey', 'iam:DeleteLoginProfile']
const USERS = Fn.sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:user/*')

export const policy = (statements: readonly (Statement | string)[]): object => ({ Version: VERSION, Statement: statements })

/** Statements where something holds, and none where it does not. */
export const statementsIf = (choice: Choice, statements: readonly Statement[]): readonly (Statement | string)[] =>
  choice.kind === 'known' && !choice.holds ? [] : statements.map((each) => choose<Statement | string>(choice, each, NOTHING))

const tableArn = (name: string): string =>
  Fn.sub('arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Table}', { Table: name })

const LISTING = ['iam:ListUsers', 'iam:GenerateCredentialReport', 'iam:GetCredentialReport']

/** Who there is is asked of the whole account: IAM knows no narrower resource. */
const listing = (Action: readonly string[]): Statement => ({ Sid: 'ListUsersAndTheirCredentials', Effect: 'Allow', Action, Resource: '*' })

/** Reading users, the groups that the list names, and the list. */
const readingStatements = (exclusionParameter: string): readonly Statement[] => [
  {
    Sid: 'ReadUsers',
    Effect: 'Allow',
    Action: ['iam:GetLoginProfile', 'iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed', 'iam:ListUserTags'],
    Resource: USERS,
  },
  {
    Sid: 'ReadGroupsOfTheExclusionList',
    Effect: 'Allow',
    Action: 'iam:GetGroup',
    Resource: Fn.sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:group/*'),
  },
  {
    Sid: 'ReadTheExclusionList',
    Effect: 'Allow',
    Action: 'ssm:GetParameter',
    Resource: Fn.sub('arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter${Name}', { Name: exclusionParameter }),
  },
]

/** What `scan` needs of an account, and no more: docs/permissions.md has the same to paste. */
export const scanStatements = (exclusionParameter: string, ledgerTable: string): readonly Statement[] => [
  listing([...LISTING, 'iam:ListAccountAliases']),
  ...readingStatements(exclusionParameter),
  {
    Sid: 'SeeByWhichSharedListTheRuleGoes',
    Effect: 'Allow',
    Action: 'lambda:GetFunctionConfiguration',
    Resource: Fn.sub(`arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:${FUNCTION_NAME}`),
  },
  { Sid: 'ReadTheLedger', Effect: 'Allow', Action: ['dynamodb:Query', 'dynamodb:Scan'], Resource: tableArn(ledgerTable) },
]

/** Reading the list that an organization shares: that one parameter of another account. */
export const sharedListStatements = (arn: string): readonly Statement[] => [
  { Sid: 'ReadTheSharedExclusionList', Effect: 'Allow', Action: 'ssm:GetParameter', Resource: arn },
]

/** What judging needs: reading users, the exclusion list and earlier evaluations; evaluating; its own log. */
export const judgingStatements = (exclusionParameter: string, logGroupArn: string, ledgerTable: string): readonly Statement[] => [
  listing(LISTING),
  ...readingStatements(exclusionParameter),
  {
    Sid: 'ReadEarlierEvaluations',
    Effect: 'Allow',
    Action: 'config:GetComplianceDetailsByConfigRule',
    Resource: Fn.sub('arn:${AWS::Partition}:config:${AWS::Region}:${AWS::AccountId}:config-rule/*'),
  },
  {
    Sid: 'KeepTheLedger',
    Effect: 'Allow',
    Action: ['dynamodb:Scan', 'dynamodb:UpdateItem'],
    Resource: tableArn(ledgerTable),
  },
  { Sid: 'Evaluate', Effect: 'Allow', Action: 'config:PutEvaluations', Resource: '*' },
  { Sid: 'Log', Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: logGroupArn },
]

/** Telling people; what a topic's KMS key asks for is granted by that key's policy, which must admit the alarms anyway. */
export const publishingStatements = (topicArn: string): readonly Statement[] => [
  { Sid: 'TellPeople', Effect: 'Allow', Action: 'sns:Publish', Resource: topicArn },
]

/** Functions of any account of the organization may publish, and alarms of any, over TLS alone. */
export const organizationMayPublish = (topicArn: string, organizationId: string): readonly ResourceStatement[] => {
  const about = { Action: 'sns:Publish', Resource: topicArn }
  return [
    {
      Sid: 'FunctionsOfTheOrganization',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      ...about,
      Condition: { StringEquals: { 'aws:PrincipalOrgID': organizationId } },
    },
    {
      Sid: 'AlarmsOfTheOrganization',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      ...about,
      Condition: { StringEquals: { 'aws:SourceOrgID': organizationId } },
    },
    { Sid: 'NobodyInTheClear', Effect: 'Deny', Principal: { AWS: '*' }, ...about, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  ]
}

/** What version 5 of the AWS-owned runbook calls, and a refusal of its own acts on users who carry the exclusion tag. */
export const awsManagedStatements = (): readonly Statement[] => [
  { Sid: 'FindTheUser', Effect: 'Allow', Action: 'config:ListDiscoveredResources', Resource: '*' },
  {
    Sid: 'RevokeUnusedCredentials',
    Effect: 'Allow',
    Action: [
      'iam:GetUser',
      'iam:GetLoginProfile',
      'iam:ListAccessKeys',
      'iam:GetAccessKeyLastUsed',
      'iam:UpdateAccessKey',
      'iam:DeleteLoginProfile',
    ],
    Resource: USERS,
  },
  leaveExcludedUsersAlone(ACTS),
]

/** The only guard that no runbook and no function can pass by. */
function leaveExcludedUsersAlone(Action: readonly string[]): Statement {
  return {
    Sid: 'LeaveExcludedUsersAlone',
    Effect: 'Deny',
    Action,
    Resource: USERS,
    Condition: { Null: { [`iam:ResourceTag/${EXCLUSION_TAG}`]: 'false' } },
  }
}

/** What the guarded runbook's function does beyond judging: it reads who somebody is and who administers, and assumes the one role that revokes. */
export const guardStatements = (revokingRoleArn: string, ledgerTable: string): readonly Statement[] => [
  {
    Sid: 'FindTheUserAndCountUsers',
    Effect: 'Allow',
    Action: ['config:ListDiscoveredResources', 'iam:GetAccountSummary'],
    Resource: '*',
  },
  {
    Sid: 'KnowWhoItIsAndWhoAdministersReadTheLedgerAndAssumeTheRevokingRole',
    Effect: 'Allow',
    // Each of these knows resources of one type alone: a user, a table, a role.
    Action: ['iam:GetUser', 'iam:SimulatePrincipalPolicy', 'dynamodb:Query', 'sts:AssumeRole'],
    Resource: [USERS, tableArn(ledgerTable), revokingRoleArn],
  },
]

/** Revoking: users only, and never one who carries the exclusion tag. */
export const revokingStatements = (): readonly Statement[] => [
  { Sid: 'Revoke', Effect: 'Allow', Action: ACTS, Resource: USERS },
  leaveExcludedUsersAlone(ACTS),
]

/** Our document may ask the function, and nothing else. */
export const invokingStatements = (functionArn: string): readonly Statement[] => [
  { Sid: 'AskTheFunction', Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: functionArn },
]
