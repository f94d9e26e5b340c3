import { readPolicy, statementsOf, type PolicyDocument, type Statement } from '../policy/policy-document.ts'
import { AwsError } from '../world/aws-error.ts'

const malformed = (message: string): AwsError => new AwsError('MalformedPolicyDocument', 400, message)

/** Read the policy of a user, group or role as somebody sends it. @throws MalformedPolicyDocument, also for what the simulator does not know, naming it */
export function identityPolicy(text: string): PolicyDocument {
  const read = readPolicy(text)
  if (read.kind === 'malformed') throw malformed(read.why)
  for (const statement of statementsOf(read.policy)) check(statement)
  if (/\$\{[^${}]*,/.test(text)) throw malformed('The simulator does not know policy variables with a default value.')
  return read.policy
}

/** IAM sends documents URL-encoded (RFC 3986). */
export const encoded = (document: PolicyDocument): string => encodeURIComponent(JSON.stringify(document))

function check({ Action, NotAction, Resource, NotResource, Principal }: Statement): void {
  if ((Action === undefined) === (NotAction === undefined)) throw malformed('Policy statement must contain actions.')
  if ((Resource === undefined) === (NotResource === undefined)) throw malformed('Policy statement must contain resources.')
  if (Principal !== undefined) throw malformed('Policy document should not specify a principal.')
}
