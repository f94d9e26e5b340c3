import {
  DescribeOrganization$,
  DescribeOrganizationalUnit$,
  ListOrganizationalUnitsForParent$,
  ListRoots$,
  type DescribeOrganizationalUnitRequest,
  type ListOrganizationalUnitsForParentRequest,
  type ListRootsRequest,
} from '@aws-sdk/client-organizations'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import type { Organization, Unit } from '../world/organization.ts'
import { asMember, asReader } from './caller.ts'
import { page } from './paging.ts'
import { shownUnit } from './shown.ts'

const POLICY_TYPES = [{ Type: 'SERVICE_CONTROL_POLICY' as const, Status: 'ENABLED' as const }]

/** An organization is described in the account file; nobody can make one by a call. */
export const organizationOperations = [
  operation(DescribeOrganization$, [], (_input: object, call) => {
    const organization = asMember(call)
    const { id, managementAccountId, members } = organization
    return {
      Organization: {
        Id: id,
        Arn: organization.ownArn,
        FeatureSet: 'ALL' as const,
        MasterAccountId: managementAccountId,
        MasterAccountArn: organization.arn(`account/${id}/${managementAccountId}`),
        MasterAccountEmail: members.get(managementAccountId)?.email,
        AvailablePolicyTypes: POLICY_TYPES,
      },
    }
  }),
  operation(ListRoots$, ['MaxResults', 'NextToken'], (paging: ListRootsRequest, call) => {
    const organization = asReader(call)
    const { id, name } = organization.root
    const { items, ...rest } = page(
      [{ Id: id, Arn: organization.arn(`root/${organization.id}/${id}`), Name: name, PolicyTypes: POLICY_TYPES }],
      paging,
    )
    return { Roots: items, ...rest }
  }),
  operation(
    ListOrganizationalUnitsForParent$,
    ['ParentId', 'MaxResults', 'NextToken'],
    (request: ListOrganizationalUnitsForParentRequest, call) => {
      const organization = asReader(call)
      const parent = requireParent(organization, request.ParentId ?? '')
      const units = [...organization.units.values()].filter(({ parentId }) => parentId === parent.id)
      const { items, ...rest } = page(units, request)
      return { OrganizationalUnits: items.map((unit) => shownUnit(organization, unit)), ...rest }
    },
  ),
  operation(
    DescribeOrganizationalUnit$,
    ['OrganizationalUnitId'],
    ({ OrganizationalUnitId = '' }: DescribeOrganizationalUnitRequest, call) => {
      const organization = asReader(call)
      const unit = organization.units.get(OrganizationalUnitId)
      if (unit?.parentId === undefined)
        throw new AwsError('OrganizationalUnitNotFoundException', 400, "You specified an organizational unit that doesn't exist.")
      return { OrganizationalUnit: shownUnit(organization, unit) }
    },
  ),
]

/** @throws ParentNotFoundException */
export function requireParent({ units }: Organization, id: string): Unit {
  const unit = units.get(id)
  if (unit === undefined)
    throw new AwsError('ParentNotFoundException', 400, "We can't find a root or OU with the ParentId that you specified.")
  return unit
}
