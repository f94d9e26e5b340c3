import {
  CreatePolicy$,
  DeletePolicy$,
  DeleteUserPermissionsBoundary$,
  GetPolicy$,
  GetPolicyVersion$,
  PutUserPermissionsBoundary$,
  type CreatePolicyRequest,
  type DeletePolicyRequest,
  type DeleteUserPermissionsBoundaryRequest,
  type GetPolicyRequest,
  type GetPolicyVersionRequest,
  type PutUserPermissionsBoundaryRequest,
} from '@aws-sdk/client-iam'
import type { PolicyDocument, Statement } from '../policy/policy-document.ts'
import { AwsError, validationError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { encoded, identityPolicy } from './policy-document.ts'
import { iamOf, noSuchEntity, type IamState, type ManagedPolicy } from './state.ts'

/** Policies of AWS's own that mean something here; any other of AWS's may be attached and grants nothing. */
const OF_AWS: ReadonlyMap<string, PolicyDocument> = new Map([
  ofAws('AdministratorAccess', { Effect: 'Allow', Action: '*', Resource: '*' }),
  ofAws('IAMFullAccess', { Effect: 'Allow', Action: 'iam:*', Resource: '*' }),
  ofAws('PowerUserAccess', { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' }),
])

/** White space not counted. */
const MAXIMUM_BYTES = 6144

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
      if (iam.policies.has(Arn)) throw new AwsError('EntityAlreadyExists', 409, `A policy called ${PolicyName} already exists.`)
      const document = identityPolicy(PolicyDocument)
      if (JSON.stringify(document).length > MAXIMUM_BYTES)
        throw new AwsError('LimitExceeded', 409, `Cannot exceed quota for PolicySize: ${MAXIMUM_BYTES}`)
      const described = Description === undefined ? {} : { Description }
      const policy = { PolicyName, PolicyId: iam.newId('ANPA'), Arn, Path, CreateDate: now, ...described, document }
      iam.policies.set(Arn, policy)
      return { Policy: shown(iam, policy) }
    },
  ),
  operation(GetPolicy$, ['PolicyArn'], ({ PolicyArn = '' }: GetPolicyRequest, { place }) => ({
    Policy: shown(iamOf(place), find(iamOf(place), PolicyArn)),
  })),
  operation(GetPolicyVersion$, ['PolicyArn', 'VersionId'], ({ PolicyArn = '', VersionId = '' }: GetPolicyVersionRequest, { place }) => {
    const { document, CreateDate } = find(iamOf(place), PolicyArn)
    if (VersionId !== 'v1') throw noSuchEntity(`Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`)
    return { PolicyVersion: { Document: encoded(document), VersionId, IsDefaultVersion: true, CreateDate } }
  }),
  operation(DeletePolicy$, ['PolicyArn'], ({ PolicyArn = '' }: DeletePolicyRequest, { place }) => {
    if (attachments(iamOf(place), find(iamOf(place), PolicyArn).Arn) > 0)
      throw new AwsError('DeleteConflict', 409, 'Cannot delete a policy attached to entities.')
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

/** @throws ValidationError */
export function checkName(policyName: string): void {
  if (!/^[\w+=,.@-]{1,128}$/.test(policyName))
    throw validationError('The specified value for policyName is invalid. It must have 1 to 128 of the characters \\w+=,.@-')
}

function ofAws(name: string, Statement: Statement): readonly [string, PolicyDocument] {
  return [`arn:aws:iam::aws:policy/${name}`, { Version: '2012-10-17', Statement }]
}

/** The documents of managed policies, AWS's and the account's own. */
export const managed = ({ policies }: IamState, arns: Iterable<string>): PolicyDocument[] =>
  [...arns].flatMap((arn) => OF_AWS.get(arn) ?? policies.get(arn)?.document ?? [])

/** @throws NoSuchEntity for a policy of the account's that does not exist, ValidationError for what is no ARN */
export function checkAttachable({ policies }: IamState, arn: string): void {
  if (!arn.startsWith('arn:')) throw validationError('Invalid ARN:  Could not be parsed!')
  if (!arn.startsWith('arn:aws:iam::aws:policy/') && !policies.has(arn))
    throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`)
}

function find({ policies }: IamState, arn: string): ManagedPolicy {
  const policy = policies.get(arn)
  if (policy === undefined) throw noSuchEntity(`Policy ${arn} was not found.`)
  return policy
}

const attachments = ({ users, groups, roles }: IamState, arn: string): number =>
  [...users.values(), ...groups.values(), ...roles.values()].filter(({ PolicyArns }) => PolicyArns.has(arn)).length

const shown = (iam: IamState, { document: _document, ...policy }: ManagedPolicy) => ({
  ...policy,
  DefaultVersionId: 'v1',
  AttachmentCount: attachments(iam, policy.Arn),
  IsAttachable: true,
  UpdateDate: policy.CreateDate,
})
