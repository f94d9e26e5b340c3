import {
  CreateAccessKey$,
  DeleteAccessKey$,
  GetAccessKeyLastUsed$,
  ListAccessKeys$,
  UpdateAccessKey$,
  type CreateAccessKeyRequest,
  type DeleteAccessKeyRequest,
  type GetAccessKeyLastUsedRequest,
  type ListAccessKeysRequest,
  type UpdateAccessKeyRequest,
} from '@aws-sdk/client-iam'
import { AwsError, validationError } from '../world/aws-error.ts'
import type { Call } from '../world/call.ts'
import { operation } from '../world/operation.ts'
import { noteChange } from './changes.ts'
import { page } from './paging.ts'
import { noSuchEntity, type AccessKey, type User, iamOf } from './state.ts'

const MAX_KEYS = 2

export const accessKeyOperations = [
  operation(ListAccessKeys$, ['UserName', 'Marker', 'MaxItems'], (input: ListAccessKeysRequest, call) => {
    const { UserName } = input
    const user = iamOf(call.place).seen(nameOrCaller(UserName, call))
    const byId = user.AccessKeys.toSorted((one, other) => (one.AccessKeyId < other.AccessKeyId ? -1 : 1))
    const { items, ...rest } = page(byId, input)
    const AccessKeyMetadata = items.map(({ AccessKeyId, Status, CreateDate }) => ({
      UserName: user.UserName,
      AccessKeyId,
      Status,
      CreateDate,
    }))
    return { AccessKeyMetadata, ...rest }
  }),

  operation(GetAccessKeyLastUsed$, ['AccessKeyId'], ({ AccessKeyId = '' }: GetAccessKeyLastUsedRequest, { place }) => {
    const user = iamOf(place).ownerOfKey(AccessKeyId)
    const used = user === undefined ? undefined : keyOf(user, AccessKeyId).LastUsed
    if (user === undefined) throw noSuchEntity(`The Access Key with id ${AccessKeyId} cannot be found`)
    const AccessKeyLastUsed =
      used === undefined
        ? { ServiceName: 'N/A', Region: 'N/A' }
        : { LastUsedDate: used.Date, ServiceName: used.ServiceName, Region: used.Region }
    return { UserName: user.UserName, AccessKeyLastUsed }
  }),

  operation(CreateAccessKey$, ['UserName'], ({ UserName }: CreateAccessKeyRequest, call) => {
    const { place, now } = call
    const user = iamOf(place).user(nameOrCaller(UserName, call))
    if (user.AccessKeys.length >= MAX_KEYS)
      throw new AwsError('LimitExceeded', 409, `Cannot exceed quota for AccessKeysPerUser: ${MAX_KEYS}`)
    const key: AccessKey = {
      AccessKeyId: iamOf(place).newId('AKIA'),
      SecretAccessKey: iamOf(place).newSecret(),
      CreateDate: now,
      Status: 'Active',
    }
    iamOf(place).directory.addKey(user, key)
    noteChange(call, user, { action: 'create-key', accessKeyId: key.AccessKeyId })
    return { AccessKey: { UserName: user.UserName, ...key } }
  }),

  operation(
    UpdateAccessKey$,
    ['UserName', 'AccessKeyId', 'Status'],
    ({ UserName, AccessKeyId = '', Status }: UpdateAccessKeyRequest, call) => {
      const user = iamOf(call.place).user(nameOrCaller(UserName, call))
      const key = keyOf(user, AccessKeyId)
      if (Status !== 'Active' && Status !== 'Inactive') throw new AwsError('InvalidInput', 400, `The status ${Status} cannot be set.`)
      if (key.Status === Status) return
      key.Status = Status
      noteChange(call, user, { action: Status === 'Active' ? 'activate-key' : 'deactivate-key', accessKeyId: AccessKeyId })
    },
  ),

  operation(DeleteAccessKey$, ['UserName', 'AccessKeyId'], ({ UserName, AccessKeyId = '' }: DeleteAccessKeyRequest, call) => {
    const user = iamOf(call.place).user(nameOrCaller(UserName, call))
    keyOf(user, AccessKeyId)
    iamOf(call.place).directory.removeKey(user, AccessKeyId)
    noteChange(call, user, { action: 'delete-key', accessKeyId: AccessKeyId })
  }),
]

/** IAM takes a missing UserName from the key that signed the call. */
function nameOrCaller(userName: string | undefined, { caller }: Call): string {
  if (userName !== undefined) return userName
  if (caller.kind === 'user') return caller.userName
  throw validationError('Must specify userName when calling with non-User credentials')
}

function keyOf(user: User, accessKeyId: string): AccessKey {
  const key = user.AccessKeys.find(({ AccessKeyId }) => AccessKeyId === accessKeyId)
  if (key === undefined) throw noSuchEntity(`The Access Key with id ${accessKeyId} cannot be found.`)
  return key
}
