import { PARAMETERS } from './parameters.ts'
import type { Definitions } from './template-parameters.ts'

const NAME = '/[a-zA-Z0-9_.-]+(/[a-zA-Z0-9_.-]+)*'

/** The parameters of organization-member.yaml. The construct's props are called the same, with a small first letter. */
export const MEMBER_PARAMETERS = {
  SecurityAccountId: {
    group: 'Who may look',
    kind: 'said',
    pattern: '^[0-9]{12}$',
    must: 'be the id of an AWS account, 12 digits',
    description: 'The account whose principals may assume the role, as far as their own policies allow it.',
  },
  OrganizationId: {
    group: 'Who may look',
    kind: 'said',
    pattern: '^o-[a-z0-9]{10,32}$',
    must: 'be the id of an organization, o-...',
    description: 'The organization to which that account must belong at the moment.',
  },
  ExternalId: {
    group: 'Who may look',
    kind: 'text',
    default: '',
    pattern: '^([a-zA-Z0-9_+=,.@:/-]{2,1224})?$',
    must: 'be 2 to 1224 letters, digits and _+=,.@:/-, or empty',
    description: 'What whoever assumes the role must say besides. Empty: nothing. It is no secret.',
  },
  ExcludedUsersParameterName: {
    group: 'What is read',
    kind: 'text',
    default: PARAMETERS.ExcludedUsersParameterName.default,
    pattern: PARAMETERS.ExcludedUsersParameterName.pattern,
    must: PARAMETERS.ExcludedUsersParameterName.must,
    description: 'Name of the SSM parameter with the exclusion list of the account.',
  },
  SharedExclusionsArn: {
    group: 'What is read',
    kind: 'text',
    default: PARAMETERS.SharedExclusionsArn.default,
    pattern: PARAMETERS.SharedExclusionsArn.pattern,
    must: PARAMETERS.SharedExclusionsArn.must,
    description: 'ARN of the SSM parameter with the exclusion list that the organization shares. Empty: there is none.',
  },
  LedgerTableName: {
    group: 'What is read',
    kind: 'text',
    default: 'iam-unused-user-cleanup-ledger',
    pattern: '^[a-zA-Z0-9_.-]{3,255}$',
    must: 'be the name of a DynamoDB table',
    description: 'Table of the ledger. It need not be there.',
  },
} as const satisfies Definitions

/** The parameters of organization.yaml. */
export const ORGANIZATION_PARAMETERS = {
  OrganizationArn: {
    group: 'Organization',
    kind: 'said',
    pattern: '^arn:[a-z-]+:organizations::[0-9]{12}:organization/o-[a-z0-9]{10,32}$',
    must: 'be the ARN of an organization',
    description: 'The organization: aws organizations describe-organization --query Organization.Arn',
  },
  CommonExclusions: {
    group: 'Common exclusion list',
    kind: 'said',
    pattern: '^[^{}]+$',
    must: 'be the entries of the list, separated by commas; a comma alone for none',
    description:
      'Whom every account leaves alone, e.g. path:/break-glass/*;owner=security. It is kept here: an update of the stack writes it again.',
  },
  CommonExclusionsName: {
    group: 'Common exclusion list',
    kind: 'text',
    default: '/iam-unused-user-cleanup/organization',
    pattern: `^${NAME}$`,
    must: 'be the full name of an SSM parameter, beginning with /',
    description: 'Name of the SSM parameter with that list.',
  },
  AggregatorName: {
    group: 'Verdicts',
    kind: 'text',
    default: 'organization',
    pattern: '^[a-zA-Z0-9_-]{0,256}$',
    must: 'be the name of an aggregator of AWS Config, or empty',
    description: 'Name of the aggregator that shows the verdicts of all accounts. Empty: none is made, where you have one.',
  },
} as const satisfies Definitions
