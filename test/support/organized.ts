import { stackSetsOf } from '../../src/simulator/stacksets/state.ts'
import type { Caller } from '../../src/simulator/world/caller.ts'
import { Organization } from '../../src/simulator/world/organization.ts'
import type { Place } from '../../src/simulator/world/world.ts'

const [MANAGEMENT, MEMBER, REGION] = ['123456789012', '222222222222', 'us-east-1']
const ARN = `arn:aws:ssm:${REGION}:${MANAGEMENT}:parameter/shared`
const ORGANIZATION = `arn:aws:organizations::${MANAGEMENT}:organization/o-exampleorg1`
const AGGREGATOR_ROLE = `arn:aws:iam::${MANAGEMENT}:role/Aggregator`
const TRUST =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"config.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
const TEMPLATE = `
Parameters: { Value: { Type: String, Default: a } }
Resources: { P: { Type: 'AWS::SSM::Parameter', Properties: { Type: String, Value: !Ref Value } } }
`
const SET = { StackSetName: 'present', CallAs: 'SELF' }
const PARAMETERS = [{ ParameterKey: 'Value', ParameterValue: 'b' }]
const TARGETS = { OrganizationalUnitIds: ['r-exam'], Accounts: [MEMBER], AccountFilterType: 'INTERSECTION' }
const COUNTS = { FailureToleranceCount: 1, MaxConcurrentCount: 1, ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE' }
const PERCENTAGES = { FailureTolerancePercentage: 10, MaxConcurrentPercentage: 10 }
const PAGE = { MaxResults: 1, NextToken: '0' }

/** Put an account at the head of an organization with one other, where there is one of everything. */
export async function organize(place: Place, caller: Caller): Promise<void> {
  const units = [{ id: 'r-exam', name: 'Root', parentId: undefined, policies: [] }]
  const organization = new Organization({ id: 'o-exampleorg1', managementAccountId: MANAGEMENT, units, policies: new Map() })
  for (const id of [MANAGEMENT, MEMBER])
    organization.members.set(id, {
      id,
      name: id,
      email: 'a@example.com',
      joined: place.clock.now(),
      method: 'CREATED',
      policies: [],
      unitId: 'r-exam',
      status: 'ACTIVE',
    })
  place.world.organization = organization
  const made: readonly (readonly [operation: string, input: object])[] = [
    ['cloudformation:ActivateOrganizationsAccess', {}],
    [
      'cloudformation:CreateStackSet',
      {
        StackSetName: 'present',
        TemplateBody: TEMPLATE,
        PermissionModel: 'SERVICE_MANAGED',
        AutoDeployment: { Enabled: false },
        ManagedExecution: { Active: true },
      },
    ],
    [
      'cloudformation:CreateStackInstances',
      {
        StackSetName: 'present',
        DeploymentTargets: { OrganizationalUnitIds: ['r-exam'] },
        Regions: [REGION],
        OperationId: 'made',
        ParameterOverrides: PARAMETERS,
      },
    ],
    [
      'cloudformation:CreateStackSet',
      { StackSetName: 'idle', TemplateBody: TEMPLATE, PermissionModel: 'SERVICE_MANAGED', AutoDeployment: { Enabled: false } },
    ],
    ['ram:EnableSharingWithAwsOrganization', {}],
    ['ssm:PutParameter', { Name: '/shared', Value: 'a', Type: 'String', Tier: 'Advanced' }],
    ['ram:CreateResourceShare', { name: 'present', resourceArns: [ARN], principals: [ORGANIZATION] }],
    ['iam:CreateRole', { RoleName: 'Aggregator', AssumeRolePolicyDocument: TRUST }],
    [
      'config:PutConfigurationAggregator',
      { ConfigurationAggregatorName: 'present', OrganizationAggregationSource: { RoleArn: AGGREGATOR_ROLE, AwsRegions: [REGION] } },
    ],
  ]
  for (const [operation, input] of made) await place.perform(operation, input, caller)
  // As if that first operation were done: no time passes here.
  for (const { operations } of stackSetsOf(place)) for (const operation of operations) operation.status = 'SUCCEEDED'
}

/** Calls that give every member of the operations that are about an organization, as far as a single one does not. */
export const FURTHER_IN_AN_ORGANIZATION: Readonly<Record<string, readonly object[]>> = {
  'organizations:ListAccounts': [{ MaxResults: 1, NextToken: 'from:0' }],
  'organizations:ListAccountsForParent': [{ ParentId: 'r-exam', MaxResults: 1, NextToken: 'from:0' }],
  'organizations:ListAWSServiceAccessForOrganization': [{ MaxResults: 1, NextToken: 'from:0' }],
  'organizations:ListDelegatedAdministrators': [{ MaxResults: 1, NextToken: 'from:0' }],
  'organizations:ListRoots': [{ MaxResults: 1, NextToken: 'from:0' }],
  'organizations:ListOrganizationalUnitsForParent': [{ ParentId: 'r-exam', MaxResults: 1, NextToken: 'from:0' }],
  'ram:CreateResourceShare': [{ name: 'new', resourceArns: [ARN], principals: [ORGANIZATION] }],
  'ram:GetResourceShares': [{ resourceOwner: 'SELF', resourceShareArns: [ARN], maxResults: 1, nextToken: '0' }],
  'ram:GetResourceShareAssociations': [{ associationType: 'PRINCIPAL', resourceShareArns: [ARN], maxResults: 1, nextToken: '0' }],
  'config:PutConfigurationAggregator': [
    { ConfigurationAggregatorName: 'new', OrganizationAggregationSource: { RoleArn: AGGREGATOR_ROLE, AwsRegions: [REGION] } },
  ],
  'config:DescribeConfigurationAggregators': [{ ConfigurationAggregatorNames: ['present'], Limit: 1, NextToken: '0' }],
  'config:DescribeConfigurationAggregatorSourcesStatus': [
    { ConfigurationAggregatorName: 'present', UpdateStatus: ['SUCCEEDED'], Limit: 1, NextToken: '0' },
  ],
  'config:DescribeAggregateComplianceByConfigRules': [{ ConfigurationAggregatorName: 'present', Limit: 1, NextToken: '0' }],
  'config:SelectAggregateResourceConfig': [
    { ConfigurationAggregatorName: 'present', Expression: `SELECT arn WHERE resourceType = 'AWS::IAM::User'`, Limit: 1, NextToken: '0' },
  ],
  'config:GetAggregateComplianceDetailsByConfigRule': [{ ConfigurationAggregatorName: 'present', Limit: 1, NextToken: '0' }],
  'cloudformation:CreateStackSet': [
    {
      StackSetName: 'new',
      Description: 'new',
      TemplateBody: TEMPLATE,
      Parameters: PARAMETERS,
      Capabilities: ['CAPABILITY_IAM'],
      PermissionModel: 'SERVICE_MANAGED',
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: true },
      ManagedExecution: { Active: true },
      CallAs: 'SELF',
    },
  ],
  'cloudformation:UpdateStackSet': [
    {
      ...SET,
      Description: 'new',
      TemplateBody: TEMPLATE,
      Parameters: [{ ...PARAMETERS[0], UsePreviousValue: false }],
      Capabilities: ['CAPABILITY_IAM'],
      DeploymentTargets: TARGETS,
      Regions: [REGION],
      OperationPreferences: COUNTS,
      OperationId: 'new',
    },
    {
      ...SET,
      StackSetName: 'idle',
      UsePreviousTemplate: true,
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: true },
      ManagedExecution: { Active: true },
    },
    { ...SET, UsePreviousTemplate: true, OperationPreferences: PERCENTAGES },
  ],
  'cloudformation:CreateStackInstances': [
    { ...SET, DeploymentTargets: TARGETS, Regions: [REGION], ParameterOverrides: PARAMETERS, OperationPreferences: COUNTS },
    { ...SET, DeploymentTargets: TARGETS, Regions: [REGION], OperationPreferences: PERCENTAGES },
  ],
  'cloudformation:UpdateStackInstances': [
    {
      ...SET,
      DeploymentTargets: TARGETS,
      Regions: [REGION],
      ParameterOverrides: [{ ...PARAMETERS[0], UsePreviousValue: false }],
      OperationPreferences: COUNTS,
    },
    { ...SET, DeploymentTargets: TARGETS, Regions: [REGION], OperationPreferences: PERCENTAGES },
  ],
  'cloudformation:DeleteStackInstances': [
    { ...SET, DeploymentTargets: TARGETS, Regions: [REGION], RetainStacks: true, OperationPreferences: COUNTS },
    { ...SET, DeploymentTargets: TARGETS, Regions: [REGION], RetainStacks: true, OperationPreferences: PERCENTAGES },
  ],
  'cloudformation:ListStackInstances': [{ ...SET, Filters: [{ Name: 'DETAILED_STATUS', Values: 'PENDING' }], ...PAGE }],
  'cloudformation:ListStackSets': [PAGE],
  'cloudformation:ListStackSetOperations': [{ ...SET, ...PAGE }],
  'cloudformation:ListStackSetOperationResults': [
    { ...SET, OperationId: 'made', Filters: [{ Name: 'OPERATION_RESULT_STATUS', Values: 'PENDING' }], ...PAGE },
  ],
  'cloudformation:ListStackSetAutoDeploymentTargets': [{ ...SET, ...PAGE }],
}
