import {
  CreateResourceShare$,
  DeleteResourceShare$,
  EnableSharingWithAwsOrganization$,
  GetResourceShareAssociations$,
  GetResourceShares$,
  type CreateResourceShareRequest,
  type DeleteResourceShareRequest,
  type GetResourceShareAssociationsRequest,
  type GetResourceSharesRequest,
} from '@aws-sdk/client-ram'
import { AwsError } from '../world/aws-error.ts'
import type { Call } from '../world/call.ts'
import { operation } from '../world/operation.ts'
import { randomUuid } from '../world/random.ts'
import { isMeant, sharesOf, type ResourceShare } from '../world/resource-shares.ts'
import type { Place } from '../world/world.ts'
import { checkPermissions, checkPrincipals, checkResources, DEFAULT_PERMISSION, invalid, RAM } from './checks.ts'

/** Shares of parameters within an organization; nobody has to accept them. */
export const shareOperations = [
  operation(EnableSharingWithAwsOrganization$, [], (_input: object, { place, now }) => {
    const { organization } = place.world
    if (organization === undefined || place.accountId !== organization.managementAccountId)
      throw new AwsError(
        'OperationNotPermittedException',
        400,
        'Only the management account of an organization can enable sharing with it.',
      )
    if (!organization.trusted.has(RAM)) organization.trusted.set(RAM, now)
    return { returnValue: true }
  }),
  operation(
    CreateResourceShare$,
    ['name', 'resourceArns', 'principals', 'allowExternalPrincipals', 'clientToken', 'permissionArns'],
    async (input: CreateResourceShareRequest, call) => ({
      resourceShare: shown(await createShare(input, call)),
      clientToken: input.clientToken,
    }),
  ),
  operation(
    GetResourceShares$,
    ['resourceOwner', 'resourceShareArns', 'resourceShareStatus', 'name', 'maxResults', 'nextToken'],
    (request: GetResourceSharesRequest, { place }) => {
      const { resourceOwner, resourceShareArns, resourceShareStatus, name } = request
      const found = sharesHere(place)
        .filter((share) => (resourceOwner === 'SELF' ? share.owner === place.accountId : isForeign(place, share)))
        .filter((share) => resourceShareArns === undefined || resourceShareArns.includes(share.arn))
        .filter((share) => (resourceShareStatus ?? share.status) === share.status && (name ?? share.name) === share.name)
      const { items, ...rest } = page(found, request)
      return { resourceShares: items.map((share) => shown(share)), ...rest }
    },
  ),
  operation(
    GetResourceShareAssociations$,
    ['associationType', 'resourceShareArns', 'maxResults', 'nextToken'],
    (request: GetResourceShareAssociationsRequest, { place }) => {
      const { associationType, resourceShareArns } = request
      const found = sharesHere(place)
        .filter(({ owner, arn }) => owner === place.accountId && (resourceShareArns === undefined || resourceShareArns.includes(arn)))
        .flatMap((share) => (associationType === 'PRINCIPAL' ? share.principals : share.resourceArns).map((entity) => ({ share, entity })))
      const { items, ...rest } = page(found, request)
      return {
        resourceShareAssociations: items.map(({ share, entity }) => ({
          resourceShareArn: share.arn,
          resourceShareName: share.name,
          associatedEntity: entity,
          associationType,
          status: share.status === 'ACTIVE' ? ('ASSOCIATED' as const) : ('DISASSOCIATED' as const),
          creationTime: share.created,
          external: false,
        })),
        ...rest,
      }
    },
  ),
  operation(DeleteResourceShare$, ['resourceShareArn'], ({ resourceShareArn }: DeleteResourceShareRequest, { place }) => {
    const share = sharesHere(place).find(
      ({ arn, owner, status }) => arn === resourceShareArn && owner === place.accountId && status === 'ACTIVE',
    )
    if (share === undefined) throw new AwsError('UnknownResourceException', 400, `ResourceShare ${resourceShareArn} could not be found.`)
    share.status = 'DELETED'
    return { returnValue: true }
  }),
]

async function createShare(input: CreateResourceShareRequest, { place, now }: Call): Promise<ResourceShare> {
  const {
    name = '',
    resourceArns = [],
    principals = [],
    allowExternalPrincipals = true,
    clientToken: token,
    permissionArns = [DEFAULT_PERMISSION],
  } = input
  const present = sharesOf(place).find((share) => token !== undefined && share.token === token && share.owner === place.accountId)
  if (present !== undefined) return present
  checkPermissions(permissionArns)
  checkPrincipals(place, principals, allowExternalPrincipals)
  await checkResources(place, resourceArns)
  const share: ResourceShare = {
    arn: `arn:aws:ram:${place.region}:${place.accountId}:resource-share/${randomUuid(place.random)}`,
    name,
    owner: place.accountId,
    region: place.region,
    created: now,
    token,
    allowExternalPrincipals,
    permissionArns,
    resourceArns,
    principals,
    status: 'ACTIVE',
  }
  sharesOf(place).push(share)
  return share
}

const sharesHere = (place: Place): readonly ResourceShare[] => sharesOf(place).filter(({ region }) => region === place.region)

const isForeign = ({ world, accountId }: Place, { owner, principals }: ResourceShare): boolean =>
  owner !== accountId && principals.some((principal) => isMeant(world.organization, owner, principal, accountId))

const shown = ({ arn, name, owner, allowExternalPrincipals, status, created }: ResourceShare) => ({
  resourceShareArn: arn,
  name,
  owningAccountId: owner,
  allowExternalPrincipals,
  status,
  creationTime: created,
  lastUpdatedTime: created,
  featureSet: 'STANDARD' as const,
})

const MOST = 500

function page<T>(
  items: readonly T[],
  { maxResults = MOST, nextToken = '0' }: { readonly maxResults?: number | undefined; readonly nextToken?: string | undefined },
) {
  if (!(maxResults >= 1 && maxResults <= MOST))
    throw new AwsError('InvalidMaxResultsException', 400, `maxResults must be between 1 and ${MOST}.`)
  if (!/^\d{1,9}$/.test(nextToken)) throw invalid('InvalidNextTokenException', 'The nextToken is not valid.')
  const [from, to] = [Number(nextToken), Number(nextToken) + maxResults]
  return { items: items.slice(from, to), ...(to < items.length ? { nextToken: String(to) } : {}) }
}
