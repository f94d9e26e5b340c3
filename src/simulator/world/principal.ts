import type { Context } from '../policy/policy.ts'
import { callerArn, type Caller } from './caller.ts'
import type { World } from './world.ts'

/** The condition keys that tell of a caller, names lower-case, as its own policies, those of the organization and a role's trust may ask for them. */
export function principalKeys({ organization }: World, caller: Caller): Context {
  if (caller.kind === 'principal') return new Map()
  const member = organization?.members.get(caller.accountId)
  const keys: [string, string | readonly string[]][] = [
    ['aws:principalarn', principalArn(caller)],
    ['aws:principalaccount', caller.accountId],
  ]
  if (organization !== undefined && member !== undefined)
    keys.push(['aws:principalorgid', organization.id], ['aws:principalorgpaths', [organization.pathOf(member.unitId)]])
  if (caller.kind === 'user') keys.push(['aws:username', caller.userName], ['aws:userid', caller.userId])
  if (caller.kind === 'role') keys.push(['aws:userid', `${caller.roleId}:${caller.sessionName}`])
  return new Map(keys)
}

/** A session is known by its role. */
export function principalArn(caller: Caller): string {
  switch (caller.kind) {
    case 'role':
      return caller.roleArn
    case 'operator':
      return `arn:aws:iam::${caller.accountId}:role/Operator`
    case 'service':
      return `arn:aws:iam::${caller.accountId}:role/${isServiceLinked(caller) ? 'aws-service-role/' : ''}${caller.roleName}`
    case 'user':
    case 'principal':
      return callerArn(caller)
  }
}

/** No policy of an organization binds a service-linked role. */
export const isServiceLinked = ({ roleName }: { readonly roleName: string }): boolean => roleName.startsWith('AWSServiceRole')
