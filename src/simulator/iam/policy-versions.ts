import {
  CreatePolicyVersion$,
  DeletePolicyVersion$,
  GetPolicyVersion$,
  ListPolicyVersions$,
  SetDefaultPolicyVersion$,
  type CreatePolicyVersionRequest,
  type DeletePolicyVersionRequest,
  type GetPolicyVersionRequest,
  type ListPolicyVersionsRequest,
  type SetDefaultPolicyVersionRequest,
} from '@aws-sdk/client-iam'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { findPolicy, ownPolicy, policyOf } from './managed-policies.ts'
import { page } from './paging.ts'
import { encoded } from './policy-document.ts'
import { iamOf, noSuchEntity, type ManagedPolicy } from './state.ts'

const MOST = 5

/** What a managed policy says, and said; the default version is what counts. */
export const policyVersionOperations = [
  operation(
    CreatePolicyVersion$,
    ['PolicyArn', 'PolicyDocument', 'SetAsDefault'],
    ({ PolicyArn = '', PolicyDocument = '', SetAsDefault = false }: CreatePolicyVersionRequest, { place, now }) => {
      const policy = ownPolicy(iamOf(place), PolicyArn)
      const document = policyOf(PolicyDocument)
      if (policy.versions.size >= MOST)
        throw new AwsError(
          'LimitExceeded',
          409,
          `A managed policy can have up to ${MOST} versions. Before you create a new version, you must delete an existing version.`,
        )
      policy.versionCount += 1
      policy.UpdateDate = now
      const id = `v${policy.versionCount}`
      policy.versions.set(id, { document, created: now })
      if (SetAsDefault) policy.defaultVersion = id
      return { PolicyVersion: shown(policy, id) }
    },
  ),
  operation(GetPolicyVersion$, ['PolicyArn', 'VersionId'], ({ PolicyArn = '', VersionId = '' }: GetPolicyVersionRequest, { place }) => {
    const policy = findPolicy(iamOf(place), PolicyArn)
    const { document } = version(policy, VersionId)
    return { PolicyVersion: { ...shown(policy, VersionId), Document: encoded(document) } }
  }),
  operation(ListPolicyVersions$, ['PolicyArn', 'Marker', 'MaxItems'], (input: ListPolicyVersionsRequest, { place }) => {
    const policy = findPolicy(iamOf(place), input.PolicyArn ?? '')
    const { items, ...rest } = page([...policy.versions.keys()].toReversed(), input)
    return { Versions: items.map((id) => shown(policy, id)), ...rest }
  }),
  operation(
    SetDefaultPolicyVersion$,
    ['PolicyArn', 'VersionId'],
    ({ PolicyArn = '', VersionId = '' }: SetDefaultPolicyVersionRequest, { place, now }) => {
      const policy = ownPolicy(iamOf(place), PolicyArn)
      version(policy, VersionId)
      policy.defaultVersion = VersionId
      policy.UpdateDate = now
    },
  ),
  operation(
    DeletePolicyVersion$,
    ['PolicyArn', 'VersionId'],
    ({ PolicyArn = '', VersionId = '' }: DeletePolicyVersionRequest, { place }) => {
      const policy = ownPolicy(iamOf(place), PolicyArn)
      version(policy, VersionId)
      if (VersionId === policy.defaultVersion) throw new AwsError('DeleteConflict', 409, 'Cannot delete the default version of a policy.')
      policy.versions.delete(VersionId)
    },
  ),
]

function version({ Arn, versions }: ManagedPolicy, id: string) {
  const found = versions.get(id)
  if (found === undefined) throw noSuchEntity(`Policy ${Arn} version ${id} does not exist or is not attachable.`)
  return found
}

const shown = (policy: ManagedPolicy, id: string) => ({
  VersionId: id,
  IsDefaultVersion: id === policy.defaultVersion,
  CreateDate: version(policy, id).created,
})
