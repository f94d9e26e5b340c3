import { isLike } from './wildcard.ts'

type OneOrMany<T> = T | readonly T[]

type Statement = {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action?: OneOrMany<string>
  readonly NotAction?: OneOrMany<string>
  readonly Resource?: OneOrMany<string>
  readonly NotResource?: OneOrMany<string>
  readonly Principal?: '*' | Readonly<Record<string, OneOrMany<string>>>
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany<string>>>>>
}

export type PolicyDocument = { readonly Version?: string; readonly Statement: OneOrMany<Statement> }

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

type Test = (given: string, wanted: readonly string[]) => boolean

const like: Test = (given, wanted) => anyLike(wanted, given, false)

/** The operators that our templates use, and their kin. Any other is refused, never skipped. */
const OPERATORS: Readonly<Record<string, Test>> = {
  StringEquals: (given, wanted) => wanted.includes(given),
  StringNotEquals: (given, wanted) => !wanted.includes(given),
  StringLike: like,
  StringNotLike: (given, wanted) => !like(given, wanted),
  ArnEquals: like,
  ArnLike: like,
}

function conditionHolds(operator: string, tests: Readonly<Record<string, OneOrMany<string>>>, context: Context): boolean {
  return Object.entries(tests).every(([key, wanted]) => {
    const given = context.get(key.toLowerCase())
    if (operator === 'Null')
      return many(wanted)
        .map(String)
        .includes(String(given === undefined))
    const forAll = operator.startsWith('ForAllValues:')
    const test = OPERATORS[operator.replace('ForAllValues:', '')]
    if (test === undefined) throw new Error(`The simulator does not know the condition operator ${operator}.`)
    if (forAll) return many(given ?? []).every((each) => test(each, many(wanted)))
    return given === undefined ? operator.includes('Not') : many(given).some((each) => test(each, many(wanted)))
  })
}

const many = <T>(value: OneOrMany<T>): readonly T[] => (Array.isArray(value) ? value : [value as T])

const anyLike = (patterns: readonly string[], text: string, ignoreCase = true): boolean =>
  patterns.some((pattern) => (ignoreCase ? isLike(pattern.toLowerCase(), text.toLowerCase()) : isLike(pattern, text)))
