import { Fn } from 'aws-cdk-lib'
import { EXCLUSION_TAG } from '../exclusions/exclusion-tag.ts'

/** A statement of an IAM policy, as CloudFormation takes it. */
type Statement = {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Resource: unknown
  readonly Condition?: object
}

const VERSION = '2012-10-17'
const USERS = Fn.sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:user/*')

export const policy = (statements: readonly Statement[]): object => ({ Version: VERSION, Statement: statements })

/** Lambda may use the role, for functions of this account. */
export const lambdaTrust = (): object => trust('lambda.amazonaws.com', { StringEquals: { 'aws:SourceAccount': Fn.ref('AWS::AccountId') } })

/** Systems Manager may use the role, for automations of this account and Region. */
export const automationTrust = (): object =>
  trust('ssm.amazonaws.com', {
    StringEquals: { 'aws:SourceAccount': Fn.ref('AWS::AccountId') },
    ArnLike: { 'aws:SourceArn': Fn.sub('arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:automation-execution/*') },
  })

const trust = (service: string, condition: object): object => ({
  Version: VERSION,
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole', Condition: condition }],
})

/** What judging needs: reading users, the exclusion list and earlier evaluations; evaluating; its own log. */
export const judgingStatements = (exclusionParameter: string, logGroupArn: string): readonly Statement[] => [
  {
    Sid: 'ListUsersAndTheirCredentials',
    Effect: 'Allow',
    Action: ['iam:ListUsers', 'iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
    Resource: '*',
  },
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
  {
    Sid: 'ReadEarlierEvaluations',
    Effect: 'Allow',
    Action: 'config:GetComplianceDetailsByConfigRule',
    Resource: Fn.sub('arn:${AWS::Partition}:config:${AWS::Region}:${AWS::AccountId}:config-rule/*'),
  },
  { Sid: 'Evaluate', Effect: 'Allow', Action: 'config:PutEvaluations', Resource: '*' },
  { Sid: 'Log', Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: logGroupArn },
]

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
  leaveExcludedUsersAlone(['iam:UpdateAccessKey', 'iam:DeleteLoginProfile']),
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

/** What the guarded runbook's function reads beyond judging, and the one role that it may revoke with. */
export const guardStatements = (revokingRoleArn: string): readonly Statement[] => [
  { Sid: 'KnowWhoItIs', Effect: 'Allow', Action: 'iam:GetUser', Resource: USERS },
  {
    Sid: 'KnowAdministrators',
    Effect: 'Allow',
    Action: 'iam:ListEntitiesForPolicy',
    Resource: Fn.sub('arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess'),
  },
  { Sid: 'RevokeAsTheRevokingRole', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: revokingRoleArn },
]

const ACTS = ['iam:UpdateAccessKey', 'iam:DeleteLoginProfile', 'iam:TagUser']

/** Revoking, and writing the ledger: users only, our tags only, and never a user who carries the exclusion tag. */
export const revokingStatements = (): readonly Statement[] => [
  { Sid: 'Revoke', Effect: 'Allow', Action: ACTS.slice(0, 2), Resource: USERS },
  {
    Sid: 'WriteTheLedger',
    Effect: 'Allow',
    Action: 'iam:TagUser',
    Resource: USERS,
    Condition: { 'ForAllValues:StringLike': { 'aws:TagKeys': ['iam-unused-user-cleanup:password', 'iam-unused-user-cleanup:AKIA*'] } },
  },
  leaveExcludedUsersAlone(ACTS),
]

/** One other role may use the role, and nobody else. */
export const roleTrust = (roleArn: string): object => ({
  Version: VERSION,
  Statement: [{ Effect: 'Allow', Principal: { AWS: roleArn }, Action: 'sts:AssumeRole' }],
})

/** Our document may ask the function, and nothing else. */
export const invokingStatements = (functionArn: string): readonly Statement[] => [
  { Sid: 'AskTheFunction', Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: functionArn },
]

export const publishingStatements = (topicArn: string): readonly Statement[] => [
  { Sid: 'TellPeople', Effect: 'Allow', Action: 'sns:Publish', Resource: topicArn },
]
