import { many, readPolicy, statementsOf, type PolicyDocument, type Statement } from '../policy/policy-document.ts'
import { AwsError } from '../world/aws-error.ts'
import { isOfNoService, resourceFault } from './policy-resource.ts'

const malformed = (message: string): AwsError => new AwsError('MalformedPolicyDocument', 400, message)

/** Read the policy of a user, group or role as somebody sends it. @throws MalformedPolicyDocument, also for what the simulator does not know, naming it */
export function identityPolicy(text: string): PolicyDocument {
  const policy = wellFormed(text)
  checkMeaning(policy, text)
  return policy
}

/** A managed policy is of the present version. @throws MalformedPolicyDocument */
export function managedPolicy(text: string): PolicyDocument {
  const policy = wellFormed(text)
  if (policy.Version !== '2012-10-17') throw malformed('Policy document must be version 2012-10-17 or greater.')
  checkMeaning(policy, text)
  return policy
}

/** As far as the form of a policy goes. */
function wellFormed(text: string): PolicyDocument {
  const read = readPolicy(text)
  if (read.kind === 'malformed') throw malformed(read.why)
  const { policy } = read
  checkKeys(policy, ['Version', 'Id', 'Statement'])
  const { Version = '2008-10-17', Id = '' } = policy as { readonly Version?: string; readonly Id?: unknown }
  if (!VERSIONS.includes(Version) || typeof Id !== 'string') throw malformed(SYNTAX)
  const statements = statementsOf(policy)
  if (statements.length === 0) throw malformed(SYNTAX)
  for (const statement of statements) {
    checkKeys(statement, OF_A_STATEMENT)
    const { Action, NotAction, Resource, NotResource } = statement
    if ((Action !== undefined && NotAction !== undefined) || (Resource !== undefined && NotResource !== undefined)) throw malformed(SYNTAX)
  }
  return policy
}

function checkMeaning(policy: PolicyDocument, text: string): void {
  const statements = statementsOf(policy)
  const resources = statements.flatMap(({ Resource, NotResource }) => many(Resource ?? NotResource ?? []))
  if (resources.some((resource) => isOfNoService(resource))) throw malformed('The policy failed legacy parsing')
  checkIds(statements.flatMap((statement) => ('Sid' in statement ? [statement.Sid] : [])))
  for (const statement of statements) check(statement)
  if (/\$\{[^${}]*,/.test(text)) throw malformed('The simulator does not know policy variables with a default value.')
}

/** IAM sends documents URL-encoded (RFC 3986). */
export const encoded = (document: PolicyDocument): string => encodeURIComponent(JSON.stringify(document))

const SYNTAX = 'Syntax errors in policy.'
const VERSIONS = ['2008-10-17', '2012-10-17']
const OF_A_STATEMENT = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'NotPrincipal', 'Condition']

function checkKeys(given: object, known: readonly string[]): void {
  if (Object.keys(given).some((key) => !known.includes(key))) throw malformed(SYNTAX)
}

function checkIds(ids: readonly unknown[]): void {
  if (ids.some((id) => typeof id !== 'string')) throw malformed(SYNTAX)
  const given = ids.filter((id) => id !== '')
  if (new Set(given).size < given.length) throw malformed('Statement IDs (SID) in a single policy must be unique.')
}

function check({ Action, NotAction, Resource, NotResource, Principal }: Statement): void {
  const [actions, resources] = [many(Action ?? NotAction ?? []), many(Resource ?? NotResource ?? [])]
  const [fault] = resources.flatMap((resource) => resourceFault(resource) ?? [])
  if (fault !== undefined) throw malformed(fault)
  for (const action of actions) checkAction(action)
  if (actions.length === 0) throw malformed('Policy statement must contain actions.')
  if (resources.length === 0) throw malformed('Policy statement must contain resources.')
  if (Principal !== undefined) throw malformed('Policy document should not specify a principal.')
}

function checkAction(action: string): void {
  const [vendor, ...names] = action.split(':')
  if (names.length === 0 && action !== '*') throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.')
  if (names.length > 1) throw malformed('Actions/Condition can contain only one colon.')
  if (names.length === 1 && !/^[\w.-]+$/.test(vendor ?? '')) throw malformed(`Vendor ${vendor} is not valid`)
}
