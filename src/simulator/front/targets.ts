import type { Place } from '../world/world.ts'
import type { Context } from '../policy/policy.ts'
import { configOf } from '../config/state.ts'
import { iamOf } from '../iam/state.ts'

type Input = Readonly<Record<string, unknown>>

type Target = { readonly resource: string; readonly context: Context }

const plain = (resource: string): Target => ({ resource, context: new Map() })

/** What a call is about, in the words of IAM policies: the ARN, and the tags that conditions may look at. `*` where an action names no resource. */
export function targetOf(place: Place, operation: string, input: Input): Target {
  const text = (field: string): string | undefined => (typeof input[field] === 'string' ? input[field] : undefined)
  const here = `${place.region}:${place.accountId}`
  switch (operation.split(':')[0] ?? '') {
    case 'sts':
      return plain(text('RoleArn') ?? '*')
    case 'sns':
      return plain(text('TopicArn') ?? '*')
    case 'iam':
      return withTagKeys(iamTarget(place, text), input)
    case 'ssm':
      return plain(
        text('Name') === undefined || !/Parameter/.test(operation)
          ? '*'
          : `arn:aws:ssm:${here}:parameter/${text('Name')?.replace(/^\//, '')}`,
      )
    case 'config': {
      const arn = configOf(place).rules.get(text('ConfigRuleName') ?? '')?.definition.ConfigRuleArn
      return plain(arn ?? '*')
    }
    case 'lambda':
      return plain(text('FunctionName') === undefined ? '*' : `arn:aws:lambda:${here}:function:${text('FunctionName')}`)
    default:
      return plain('*')
  }
}

function iamTarget(place: Place, text: (field: string) => string | undefined): Target {
  const iam = iamOf(place)
  if (text('PolicyArn') !== undefined && text('UserName') === undefined && text('GroupName') === undefined)
    return plain(text('PolicyArn') ?? '*')
  const [userName, accessKeyId, groupName, roleName] = [text('UserName'), text('AccessKeyId'), text('GroupName'), text('RoleName')]
  if (groupName !== undefined) return plain(iam.groups.get(groupName.toLowerCase())?.Arn ?? iam.arn('group', '/', groupName))
  if (roleName !== undefined) return plain(iam.roles.get(roleName.toLowerCase())?.Arn ?? iam.arn('role', '/', roleName))
  if (userName === undefined && accessKeyId === undefined) return plain('*')
  const user = userName === undefined ? iam.ownerOfKey(accessKeyId ?? '') : iam.users.get(userName.toLowerCase())
  const tags = (user?.Tags ?? []).flatMap(({ Key, Value }) =>
    [`iam:resourcetag/${Key}`, `aws:resourcetag/${Key}`].map((key) => [key.toLowerCase(), Value] as const),
  )
  return { resource: user?.Arn ?? iam.arn('user', '/', userName ?? 'unknown'), context: new Map(tags) }
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
