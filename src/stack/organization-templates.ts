import { CfnOutput, Token, type Stack } from 'aws-cdk-lib'
import { OrganizationMember } from './organization-member.ts'
import { MEMBER_PARAMETERS, ORGANIZATION_PARAMETERS } from './organization-parameters.ts'
import { Organization } from './organization.ts'
import { synthesized } from './synthesized.ts'
import { consoleLayout, parameterValues } from './template-parameters.ts'

/** organization-member.yaml: what every account of an organization has besides the stack. */
export const synthesizeMember = (): object =>
  synthesized(
    'IamUnusedUserCleanupMember',
    'IAM Unused User Cleanup: the role by which the security account of an organization reads the IAM users of this account.',
    member,
  )

/** organization.yaml: what an organization has once. */
export const synthesizeOrganization = (): object =>
  synthesized(
    'IamUnusedUserCleanupOrganization',
    'IAM Unused User Cleanup: common exclusion list, topic and aggregator of an organization, in its security account.',
    organization,
  )

function member(stack: Stack): void {
  stack.templateOptions.metadata = consoleLayout(MEMBER_PARAMETERS)
  const value = parameterValues(stack, MEMBER_PARAMETERS)
  const { role } = new OrganizationMember(stack, 'Default', {
    securityAccountId: Token.asString(value('SecurityAccountId')),
    organizationId: Token.asString(value('OrganizationId')),
    externalId: Token.asString(value('ExternalId')),
    excludedUsersParameterName: Token.asString(value('ExcludedUsersParameterName')),
    sharedExclusionsArn: Token.asString(value('SharedExclusionsArn')),
    ledgerTableName: Token.asString(value('LedgerTableName')),
  })
  new CfnOutput(stack, 'RoleArn', { description: 'What the security account assumes', value: role.attrArn })
}

function organization(stack: Stack): void {
  stack.templateOptions.metadata = consoleLayout(ORGANIZATION_PARAMETERS)
  const value = parameterValues(stack, ORGANIZATION_PARAMETERS)
  const { sharedExclusionsArn, topic } = new Organization(stack, 'Default', {
    organizationArn: Token.asString(value('OrganizationArn')),
    commonExclusions: Token.asString(value('CommonExclusions')),
    commonExclusionsName: Token.asString(value('CommonExclusionsName')),
    aggregatorName: Token.asString(value('AggregatorName')),
  })
  new CfnOutput(stack, 'SharedExclusionsArn', {
    description: 'What the stack of every account takes as SharedExclusionsArn',
    value: sharedExclusionsArn,
  })
  new CfnOutput(stack, 'NotificationTopicArn', {
    description: 'What the stack of every account may take as NotificationTopicArn',
    value: topic.ref,
  })
}
