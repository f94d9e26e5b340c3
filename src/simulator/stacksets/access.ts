import type { CallAs } from '@aws-sdk/client-cloudformation'
import { AwsError, validationError } from '../world/aws-error.ts'
import type { Call } from '../world/call.ts'
import type { Organization } from '../world/organization.ts'
import { perWorld, type Place } from '../world/world.ts'
import { requireSet, stackSetsOf, type StackSet } from './state.ts'

/** As whom a member administers sets, and what trusted access is listed as. */
export const MEMBER_PRINCIPAL = 'member.org.stacksets.cloudformation.amazonaws.com'

/** Whether trusted access was activated: by CloudFormation's own call, which is more than AWS Organizations granting it. */
export const activationOf = perWorld(() => ({ active: false }))

// The words of CloudFormation: hashicorp/terraform-provider-aws#22867 and #32536, cdklabs/cdk-stacksets#265, pepperize/cdk-organizations#1718.
const NEITHER =
  'You must be the management account or delegated admin account of an organization before operating a SERVICE_MANAGED stack set'
const NOT_DELEGATED = 'Account used is not a delegated administrator'
const NOT_ACTIVATED = 'You must enable organizations access to operate a service managed stack set'

type Verdict =
  | { readonly kind: 'may'; readonly organization: Organization; readonly home: Place }
  | { readonly kind: 'may-not'; readonly why: string }

/** Whether a caller may administer service-managed sets, and where they live: in the management account, whoever asks. */
function verdictOn({ place }: Call, callAs: CallAs = 'SELF'): Verdict {
  const { organization } = place.world
  const isIn = organization?.members.has(place.accountId) === true
  if (organization === undefined || !isIn) return { kind: 'may-not', why: NEITHER }
  if (callAs === 'DELEGATED_ADMIN' && !organization.isDelegated(place.accountId, MEMBER_PRINCIPAL))
    return { kind: 'may-not', why: NOT_DELEGATED }
  if (callAs === 'SELF' && place.accountId !== organization.managementAccountId) return { kind: 'may-not', why: NEITHER }
  if (!activationOf(place).active) return { kind: 'may-not', why: NOT_ACTIVATED }
  return { kind: 'may', organization, home: place.world.place(organization.managementAccountId, place.region) }
}

export type Administered = { readonly organization: Organization; readonly home: Place }

/** For making a set. @throws ValidationError */
export function administer(call: Call, callAs: CallAs | undefined): Administered {
  const verdict = verdictOn(call, callAs)
  if (verdict.kind === 'may-not') throw validationError(verdict.why)
  return verdict
}

/** A set whose stacks are to change. @throws InvalidOperationException, StackSetNotFoundException */
export function setToOperate(call: Call, name: string | undefined, callAs: CallAs | undefined): Administered & { readonly set: StackSet } {
  const verdict = verdictOn(call, callAs)
  if (verdict.kind === 'may-not') throw invalidOperation(verdict.why)
  return { ...verdict, set: requireSet(stackSetsOf(verdict.home), name) }
}

/** The sets that a caller sees: without the right CallAs, those of its own account, and there are none. @throws ValidationError for a DELEGATED_ADMIN that is none */
export function setsSeen(call: Call, callAs: CallAs | undefined): readonly StackSet[] {
  const verdict = verdictOn(call, callAs)
  if (verdict.kind === 'may') return stackSetsOf(verdict.home)
  if (verdict.why === NOT_DELEGATED) throw validationError(verdict.why)
  return []
}

export const invalidOperation = (message: string): AwsError => new AwsError('InvalidOperationException', 400, message)
