import { allows, type Context } from '../policy/policy.ts'
import type { PolicyDocument } from '../policy/policy-document.ts'
import type { Caller } from '../world/caller.ts'
import { isServiceLinked } from '../world/principal.ts'
import type { World } from '../world/world.ts'

/** FullAWSAccess, which hangs on everything: here nobody takes it off. */
const FULL: PolicyDocument = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }

type Asked = { readonly action: string; readonly resource: string; readonly context: Context }

/**
 * Whether the organization's service control policies leave a caller the right: those of its account, of the unit that it is in, and of every one above.
 * They bind neither the management account nor service-linked roles, and no service as itself.
 */
export function isLeft({ organization }: World, caller: Caller, asked: Asked): boolean {
  if (organization === undefined || caller.kind === 'principal' || caller.accountId === organization.managementAccountId) return true
  const member = organization.members.get(caller.accountId)
  if (member === undefined || (caller.kind === 'service' && isServiceLinked(caller))) return true
  return [...organization.lineOf(member.unitId), member].every(({ policies }) =>
    allows([FULL, ...policies.flatMap((name) => organization.policies.get(name) ?? [])], asked),
  )
}
