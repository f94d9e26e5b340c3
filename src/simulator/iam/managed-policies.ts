import {
  CreatePolicy$,
  DeletePolicy$,
  DeleteUserPermissionsBoundary$,
  GetPolicy$,
  PutUserPermissionsBoundary$,
  type CreatePolicyRequest,
  type DeletePolicyRequest,
  type DeleteUserPermissionsBoundaryRequest,
  type GetPolicyRequest,
  type PutUserPermissionsBoundaryRequest,
} from '@aws-sdk/client-iam'
import type { PolicyDocument } from '../policy/policy-document.ts'
import { AwsError, validationError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { OF_AWS } from './aws-policies.ts'
import { managedPolicy } from './policy-document.ts'
import { iamOf, noSuchEntity, type IamState, type ManagedPolicy } from './state.ts'

export const managedPolicyOperations = [
  operation(
    CreatePolicy$,
    ['PolicyName', 'PolicyDocument', 'Path', 'Description'],
    ({ PolicyName = '', Path = '/', Description, PolicyDocument = '' }: CreatePolicyRequest, { place, now }) => {
      const iam = iamOf(place)
      checkName(PolicyName)
      if (!/^\/([\x21-\x7E]{1,510}\/)?$/.test(Path))
        throw validationError('The specified value for path is invalid. It must begin and end with /.')
      const Arn = iam.arn('policy', Path, PolicyName)
      if (iam.policies.has(Arn))
        throw new AwsError('EntityAlreadyExists', 409, `A policy called ${PolicyName} already exists. Duplicate names are not allowed.`)
      const described = Description === undefined ? {} : { Description }
      const versions = new Map([['v1', { document: policyOf(PolicyDocument), created: now }]])
      const named = { PolicyName, PolicyId: iam.newId('ANPA'), Arn, Path, CreateDate: now, UpdateDate: now, ...described }
      const policy: ManagedPolicy = { ...named, versions, defaultVersion: 'v1', versionCount: 1 }
      iam.policies.set(Arn, policy)
      return { Policy: listedPolicy(iam, policy) }
    },
  ),
  operation(GetPolicy$, ['PolicyArn'], ({ PolicyArn = '' }: GetPolicyRequest, { place }) => ({
    Policy: shown(iamOf(place), findPolicy(iamOf(place), PolicyArn)),
  })),
  operation(DeletePolicy$, ['PolicyArn'], ({ PolicyArn = '' }: DeletePolicyRequest, { place }) => {
    const policy = ownPolicy(iamOf(place), PolicyArn)
    if (attachments(iamOf(place), policy.Arn) + boundaries(iamOf(place), policy.Arn) > 0)
      throw new AwsError('DeleteConflict', 409, 'Cannot delete a policy attached to entities.')
    if (policy.versions.size > 1)
      throw new AwsError(
        'DeleteConflict',
        409,
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      )
    iamOf(place).policies.delete(PolicyArn)
  }),
  operation(
    PutUserPermissionsBoundary$,
    ['UserName', 'PermissionsBoundary'],
    ({ UserName = '', PermissionsBoundary = '' }: PutUserPermissionsBoundaryRequest, { place }) => {
      checkAttachable(iamOf(place), PermissionsBoundary)
      iamOf(place).user(UserName).PermissionsBoundary = PermissionsBoundary
    },
  ),
  operation(DeleteUserPermissionsBoundary$, ['UserName'], ({ UserName = '' }: DeleteUserPermissionsBoundaryRequest, { place }) => {
    const user = iamOf(place).user(UserName)
    if (user.PermissionsBoundary === undefined) throw noSuchEntity(`User ${UserName} does not have a permission boundary.`)
    delete user.PermissionsBoundary
  }),
]

const AWS_POLICIES = 'arn:aws:iam::aws:policy/'

/** @throws ValidationError */
export function checkName(policyName: string): void {
  if (!/^[\w+=,.@-]{1,128}$/.test(policyName))
    throw validationError('The specified value for policyName is invalid. It must have 1 to 128 of the characters \\w+=,.@-')
}

/** White space not counted. */
const MAXIMUM_BYTES = 6144

/** The document of a managed policy as somebody sends it. @throws MalformedPolicyDocument, LimitExceeded */
export function policyOf(text: string): PolicyDocument {
  const document = managedPolicy(text)
  if (JSON.stringify(document).length > MAXIMUM_BYTES)
    throw new AwsError('LimitExceeded', 409, `Cannot exceed quota for PolicySize: ${MAXIMUM_BYTES}`)
  return document
}

/** The documents of managed policies, AWS's and the account's own, as they are by default. */
export const managed = ({ policies }: IamState, arns: Iterable<string>): PolicyDocument[] =>
  [...arns].flatMap((arn) => {
    const policy = OF_AWS.get(arn) ?? policies.get(arn)
    return policy?.versions.get(policy.defaultVersion)?.document ?? []
  })

/** @throws NoSuchEntity for a policy of the account's that does not exist, ValidationError for what is no ARN */
export function checkAttachable({ policies }: IamState, arn: string): void {
  if (!arn.startsWith('arn:')) throw validationError('Invalid ARN:  Could not be parsed!')
  if (!arn.startsWith(AWS_POLICIES) && !policies.has(arn)) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`)
}

/** A policy of the account's or of AWS's. @throws NoSuchEntity, ValidationError for one of AWS's that is not known here */
export function findPolicy(iam: IamState, arn: string): ManagedPolicy {
  if (arn.startsWith(AWS_POLICIES) && !OF_AWS.has(arn)) {
    const known = [...OF_AWS.values()].map(({ PolicyName }) => PolicyName)
    throw validationError(`The simulator does not know the policy ${arn}: of AWS's own, ${known.join(', ')}.`)
  }
  return OF_AWS.get(arn) ?? ownPolicy(iam, arn)
}

/** @throws NoSuchEntity */
export function ownPolicy({ policies }: IamState, arn: string): ManagedPolicy {
  const policy = policies.get(arn)
  if (policy === undefined) throw noSuchEntity(`Policy ${arn} was not found.`)
  return policy
}

export const attachments = ({ users, groups, roles }: IamState, arn: string): number =>
  [...users.values(), ...groups.values(), ...roles.values()].filter(({ PolicyArns }) => PolicyArns.has(arn)).length

export const boundaries = ({ users, roles }: IamState, arn: string): number =>
  [...users.values(), ...roles.values()].filter(({ PermissionsBoundary }) => PermissionsBoundary === arn).length

/** A policy in a list; its description is told of a single one alone. */
export const listedPolicy = (
  iam: IamState,
  { versions: _, versionCount: __, defaultVersion, Description: ___, ...policy }: ManagedPolicy,
) => ({
  ...policy,
  DefaultVersionId: defaultVersion,
  AttachmentCount: attachments(iam, policy.Arn),
  PermissionsBoundaryUsageCount: boundaries(iam, policy.Arn),
  IsAttachable: true,
})

const shown = (iam: IamState, policy: ManagedPolicy) => ({ ...listedPolicy(iam, policy), Description: policy.Description })
