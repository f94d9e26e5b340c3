import { CfnRole } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { checkProps, propsOf } from './checked-props.ts'
import { choose, NOTHING, whetherNot, type Choice } from './choice.ts'
import { MEMBER_PARAMETERS } from './organization-parameters.ts'
import { accountTrust } from './trust.ts'
import { policy, scanStatements, sharedListStatements, statementsIf } from './permissions.ts'

/** What `scan --organization` assumes. */
const ROLE = 'IamCleanupAudit'

export type OrganizationMemberProps = {
  /** The account from which the organization is read. */
  readonly securityAccountId: string
  /** `o-...` */
  readonly organizationId: string
  /** What whoever assumes the role must say besides; nothing by default. */
  readonly externalId?: string
  /** Full name of the SSM parameter with the account's own exclusion list. */
  readonly excludedUsersParameterName?: string
  /** ARN of the SSM parameter with the list that the organization shares; none by default. */
  readonly sharedExclusionsArn?: string
  readonly ledgerTableName?: string
}

const TAKEN = propsOf(MEMBER_PARAMETERS)

/** What the security account may do in a member account: read what `scan` reads, and nothing else. */
export class OrganizationMember extends Construct {
  readonly role: CfnRole

  /** @throws Error for a value that the parameter of that name would refuse, and for one that is missing */
  constructor(scope: Construct, id: string, props: OrganizationMemberProps) {
    super(scope, id)
    checkProps('OrganizationMember', TAKEN, props)
    const { securityAccountId, organizationId } = props
    const externalId = props.externalId ?? MEMBER_PARAMETERS.ExternalId.default
    const list = props.excludedUsersParameterName ?? MEMBER_PARAMETERS.ExcludedUsersParameterName.default
    const table = props.ledgerTableName ?? MEMBER_PARAMETERS.LedgerTableName.default
    const shared = props.sharedExclusionsArn ?? MEMBER_PARAMETERS.SharedExclusionsArn.default
    this.role = new CfnRole(this, 'IamCleanupAudit', {
      roleName: ROLE,
      description: 'Reads what IAM Unused User Cleanup needs to judge the IAM users of this account. It changes nothing.',
      assumeRolePolicyDocument: accountTrust(securityAccountId, {
        'aws:PrincipalOrgID': organizationId,
        ...externalIdIf(whetherNot(this, 'Named', externalId, ''), externalId),
      }),
      policies: [
        {
          policyName: 'Scan',
          policyDocument: policy([
            ...scanStatements(list, table),
            ...statementsIf(whetherNot(this, 'Shares', shared, ''), sharedListStatements(shared)),
          ]),
        },
      ],
    })
  }
}

function externalIdIf(named: Choice, externalId: string): object {
  if (named.kind === 'known' && !named.holds) return {}
  return { 'sts:ExternalId': choose(named, externalId, NOTHING) }
}
