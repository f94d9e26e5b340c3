import type { PolicyDocument } from '../policy/policy-document.ts'
import type { Caller } from '../world/caller.ts'
import { isServiceLinked } from '../world/principal.ts'
import type { World } from '../world/world.ts'

/** FullAWSAccess, which hangs on everything: here nobody takes it off. */
const FULL: PolicyDocument = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }

/**
 * What the organization's service control policies leave a caller, each of which has to allow what it does: those of its account, of the unit that it is in, and of
 * every one above. They bind neither the management account nor service-linked roles, and no service as itself.
 */
export function controlsOf({ organization }: World, caller: Caller): readonly (readonly PolicyDocument[])[] {
  if (organization === undefined || caller.kind === 'principal' || caller.accountId === organization.managementAccountId) return []
  const member = organization.members.get(caller.accountId)
  if (member === undefined || (caller.kind === 'service' && isServiceLinked(caller))) return []
  return [...organization.lineOf(member.unitId), member].map(({ policies }) => [
    FULL,
    ...policies.flatMap((name) => organization.policies.get(name) ?? []),
  ])
}
