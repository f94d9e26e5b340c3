import { many, readPolicy, statementsOf, type PolicyDocument, type Statement } from '../policy/policy-document.ts'
import { AwsError } from '../world/aws-error.ts'

const malformed = (message: string): AwsError => new AwsError('MalformedPolicyDocument', 400, message)

/** Read the policy of a user, group or role as somebody sends it. @throws MalformedPolicyDocument, also for what the simulator does not know, naming it */
export function identityPolicy(text: string): PolicyDocument {
  const read = readPolicy(text)
  if (read.kind === 'malformed') throw malformed(read.why)
  const statements = statementsOf(read.policy)
  checkKeys(read.policy, ['Version', 'Id', 'Statement'])
  for (const statement of statements) check(statement)
  checkIds(statements.flatMap((statement) => ('Sid' in statement ? [statement.Sid] : [])))
  if (/\$\{[^${}]*,/.test(text)) throw malformed('The simulator does not know policy variables with a default value.')
  return read.policy
}

/** IAM sends documents URL-encoded (RFC 3986). */
export const encoded = (document: PolicyDocument): string => encodeURIComponent(JSON.stringify(document))

const OF_A_STATEMENT = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'NotPrincipal', 'Condition']

function checkKeys(given: object, known: readonly string[]): void {
  if (Object.keys(given).some((key) => !known.includes(key))) throw malformed('Syntax errors in policy.')
}

function checkIds(ids: readonly unknown[]): void {
  if (ids.some((id) => typeof id !== 'string')) throw malformed('Syntax errors in policy.')
  const given = ids.filter((id) => id !== '')
  if (new Set(given).size < given.length) throw malformed('Statement IDs (SID) in a single policy must be unique.')
}

function check(statement: Statement): void {
  checkKeys(statement, OF_A_STATEMENT)
  const { Action, NotAction, Resource, NotResource, Principal } = statement
  for (const action of many(Action ?? NotAction ?? [])) checkAction(action)
  if ((Action === undefined) === (NotAction === undefined)) throw malformed('Policy statement must contain actions.')
  if ((Resource === undefined) === (NotResource === undefined)) throw malformed('Policy statement must contain resources.')
  for (const resource of many(Resource ?? NotResource ?? []))
    if (resource !== '*' && !resource.startsWith('arn:')) throw malformed(`Resource ${resource} must be in ARN format or "*".`)
  if (Principal !== undefined) throw malformed('Policy document should not specify a principal.')
}

function checkAction(action: string): void {
  const [, vendor] = /^([^:]*):/.exec(action) ?? []
  if (vendor === undefined && action !== '*') throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.')
  if (vendor !== undefined && !/^[\w.-]+$/.test(vendor)) throw malformed(`Vendor ${vendor} is not valid`)
}
