import { testHolds } from './operators.ts'
import { many, statementsOf, type OneOrMany, type PolicyDocument, type Statement } from './policy-document.ts'
import { expand, type Context } from './variables.ts'
import { anyLike } from './wildcard.ts'

export type { Context } from './variables.ts'

/** What is asked: the action on the resource, and the condition keys that AWS would fill in. */
export type Request = {
  readonly action: string
  readonly resource: string
  readonly principal?: string
  readonly context: Context
}

/** As SimulatePrincipalPolicy names it. */
export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny'

const SEVERITY: readonly Decision[] = ['explicitDeny', 'implicitDeny', 'allowed']

/** IAM's decision over policies of one kind: a matching Deny wins, then a matching Allow, and silence is no. */
export function decide(policies: readonly PolicyDocument[], request: Request): Decision {
  const matching = policies.flatMap((policy) => statementsOf(policy).filter((statement) => applies(statement, policy, request)))
  if (matching.some(({ Effect }) => Effect === 'Deny')) return 'explicitDeny'
  return matching.some(({ Effect }) => Effect === 'Allow') ? 'allowed' : 'implicitDeny'
}

export const allows = (policies: readonly PolicyDocument[], request: Request): boolean => decide(policies, request) === 'allowed'

/** What is decided where a limit (a permissions boundary, a session's policy) narrows the policies; undefined is no limit. */
export function decideWithin(
  policies: readonly PolicyDocument[],
  limit: readonly PolicyDocument[] | undefined,
  request: Request,
): Decision {
  return mostRestrictive([decide(policies, request), ...(limit === undefined ? [] : [decide(limit, request)])])
}

export const mostRestrictive = (decisions: readonly Decision[]): Decision =>
  SEVERITY.find((each) => decisions.includes(each)) ?? 'implicitDeny'

export const isAbout = ({ Action, NotAction }: Statement, action: string): boolean =>
  Action === undefined ? !anyLike(many(NotAction ?? '*'), action) : anyLike(many(Action), action)

function applies(statement: Statement, { Version }: PolicyDocument, request: Request): boolean {
  const { Resource, NotResource, Principal, Condition = {} } = statement
  const { action, resource, principal, context } = request
  if (!isAbout(statement, action)) return false
  const patterns = (texts: OneOrMany<string>): readonly string[] =>
    many(texts).flatMap((text) => expand(String(text), Version, context) ?? [])
  const others = many(NotResource ?? [])
  // Nobody can tell of a resource that it is not one that has no name.
  const isAnother = patterns(others).length === others.length && !anyLike(patterns(others), resource, false)
  const resourceMatches = Resource === undefined ? isAnother : anyLike(patterns(Resource), resource, false)
  const principalMatches =
    Principal === undefined ||
    Principal === '*' ||
    [...many(Principal['Service'] ?? []), ...many(Principal['AWS'] ?? [])].includes(principal ?? '')
  return (
    resourceMatches &&
    principalMatches &&
    Object.entries(Condition).every(([operator, tests]) =>
      Object.entries(tests).every(([key, wanted]) => testHolds(operator, context.get(key.toLowerCase()), patterns(wanted))),
    )
  )
}
