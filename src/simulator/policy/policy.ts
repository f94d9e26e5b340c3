import { testOf } from './operators.ts'
import type { OneOrMany, PolicyDocument, Statement } from './policy-document.ts'
import { anyLike } from './wildcard.ts'

/** What is asked: the action on the resource, and the condition keys that AWS would fill in (names lower-case). */
export type Request = {
  readonly action: string
  readonly resource: string
  readonly principal?: string
  readonly context: Context
}

/** Condition keys, names lower-case. A key of several values (`aws:TagKeys`) has a list. */
export type Context = ReadonlyMap<string, string | readonly string[]>

/** IAM's decision over identity policies: a matching Deny wins, then a matching Allow, and silence is no. */
export function allows(policies: readonly PolicyDocument[], request: Request): boolean {
  const matching = policies.flatMap(({ Statement }) => many(Statement)).filter((statement) => applies(statement, request))
  return matching.some(({ Effect }) => Effect === 'Allow') && !matching.some(({ Effect }) => Effect === 'Deny')
}

function applies(statement: Statement, { action, resource, principal, context }: Request): boolean {
  const { Action, NotAction, Resource, NotResource, Principal, Condition = {} } = statement
  const actionMatches = Action === undefined ? !anyLike(many(NotAction ?? '*'), action) : anyLike(many(Action), action)
  const resourceMatches =
    Resource === undefined ? NotResource === undefined || !anyLike(many(NotResource), resource) : anyLike(many(Resource), resource)
  const principalMatches =
    Principal === undefined ||
    Principal === '*' ||
    [...many(Principal['Service'] ?? []), ...many(Principal['AWS'] ?? [])].includes(principal ?? '')
  return (
    actionMatches &&
    resourceMatches &&
    principalMatches &&
    Object.entries(Condition).every(([operator, tests]) => conditionHolds(operator, tests, context))
  )
}

function conditionHolds(operator: string, tests: Readonly<Record<string, OneOrMany<string>>>, context: Context): boolean {
  return Object.entries(tests).every(([key, wanted]) => {
    const given = context.get(key.toLowerCase())
    if (operator === 'Null')
      return many(wanted)
        .map(String)
        .includes(String(given === undefined))
    const forAll = operator.startsWith('ForAllValues:')
    const test = testOf(operator)
    if (test === undefined) throw new Error(`The simulator does not know the condition operator ${operator}.`)
    if (forAll) return many(given ?? []).every((each) => test(each, many(wanted)))
    return given === undefined ? operator.includes('Not') : many(given).some((each) => test(each, many(wanted)))
  })
}

const many = <T>(value: OneOrMany<T>): readonly T[] => (Array.isArray(value) ? value : [value as T])
