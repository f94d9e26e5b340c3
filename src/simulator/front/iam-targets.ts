import { iamOf } from '../iam/state.ts'
import type { Context } from '../policy/policy.ts'
import type { Caller } from '../world/caller.ts'
import type { Place } from '../world/world.ts'

export type Input = Readonly<Record<string, unknown>>

/** The ARN that a call is about, and the condition keys that AWS would fill in. */
export type Target = { readonly resource: string; readonly context: Context }

const plain = (resource: string): Target => ({ resource, context: new Map() })

/** What a call of IAM is about: the user, group, role or policy, as it is or as it would be, and its tags. */
export function iamTarget(place: Place, operation: string, input: Input, caller: Caller): Target {
  const isOneself = OF_ONESELF.includes(operation) && input['UserName'] === undefined && caller.kind === 'user'
  return withTagKeys(target(place, isOneself ? { ...input, UserName: caller.userName } : input), input)
}

/** A user who names nobody means himself. */
const OF_ONESELF = ['GetUser', 'ListAccessKeys', 'CreateAccessKey', 'UpdateAccessKey', 'DeleteAccessKey', 'ListMFADevices']

function target(place: Place, input: Input): Target {
  const iam = iamOf(place)
  const text = (field: string): string | undefined => textIn(input, field)
  const source = text('PolicySourceArn')
  if (source !== undefined) return plain(source)
  if (
    text('PolicyArn') !== undefined &&
    text('UserName') === undefined &&
    text('GroupName') === undefined &&
    text('RoleName') === undefined
  )
    return plain(text('PolicyArn') ?? '*')
  const [userName, accessKeyId, groupName, roleName] = [text('UserName'), text('AccessKeyId'), text('GroupName'), text('RoleName')]
  const path = text('Path') ?? '/'
  if (groupName !== undefined) return plain(iam.groups.get(groupName.toLowerCase())?.Arn ?? iam.arn('group', path, groupName))
  if (roleName !== undefined) return plain(iam.roles.get(roleName.toLowerCase())?.Arn ?? iam.arn('role', path, roleName))
  const policyName = text('PolicyName')
  if (userName === undefined && policyName !== undefined) return plain(iam.arn('policy', path, policyName))
  if (userName === undefined && accessKeyId === undefined) return plain('*')
  const user = userName === undefined ? iam.ownerOfKey(accessKeyId ?? '') : iam.users.get(userName.toLowerCase())
  const tags = (user?.Tags ?? []).flatMap(({ Key, Value }) =>
    [`iam:resourcetag/${Key}`, `aws:resourcetag/${Key}`].map((key) => [key.toLowerCase(), Value] as const),
  )
  return { resource: user?.Arn ?? iam.arn('user', path, userName ?? 'unknown'), context: new Map(tags) }
}

/** Tagging is asked for by the keys of the tags. */
function withTagKeys({ resource, context }: Target, { Tags, TagKeys }: Input): Target {
  const keys = Array.isArray(Tags)
    ? Tags.map((tag: unknown) => String(Object(tag).Key))
    : Array.isArray(TagKeys)
      ? TagKeys.map(String)
      : undefined
  return { resource, context: keys === undefined ? context : new Map([...context, ['aws:tagkeys', keys]]) }
}

/** A member of an input, where it is text. */
export function textIn(input: Input, field: string): string | undefined {
  const value = Object.hasOwn(input, field) ? input[field] : undefined
  return typeof value === 'string' ? value : undefined
}
