import { literal } from './variables.ts'
import { anyLike } from './wildcard.ts'

type Test = (given: string, wanted: readonly string[]) => boolean

const equals: Test = (given, wanted) => wanted.some((each) => literal(each) === given)
const equalsIgnoringCase: Test = (given, wanted) => wanted.some((each) => literal(each).toLowerCase() === given.toLowerCase())
const like: Test = (given, wanted) => anyLike(wanted, given, false)
const not =
  (test: Test): Test =>
  (given, wanted) =>
    !test(given, wanted)

/** The operators that policies of people and of our templates use most. Any other is refused, never skipped. */
const OPERATORS = new Map<string, Test>([
  ['StringEquals', equals],
  ['StringNotEquals', not(equals)],
  ['StringEqualsIgnoreCase', equalsIgnoringCase],
  ['StringNotEqualsIgnoreCase', not(equalsIgnoringCase)],
  ['StringLike', like],
  ['StringNotLike', not(like)],
  ['ArnEquals', like],
  ['ArnNotEquals', not(like)],
  ['ArnLike', like],
  ['ArnNotLike', not(like)],
  ['Bool', equalsIgnoringCase],
])

const [EACH, SOME, IF_EXISTS] = ['ForAllValues:', 'ForAnyValue:', 'IfExists']

export const isKnownOperator = (operator: string): boolean => operator === 'Null' || OPERATORS.has(nameOf(operator))

/** Whether an operator's test of one key holds. `given` is undefined for a key that the request lacks; `wanted` are patterns. */
export function testHolds(operator: string, given: string | readonly string[] | undefined, wanted: readonly string[]): boolean {
  if (operator === 'Null') return wanted.includes(String(given === undefined))
  const name = nameOf(operator)
  const test = OPERATORS.get(name)
  if (test === undefined) throw new Error(`The simulator does not know the condition operator ${operator}.`)
  const values = given === undefined ? [] : typeof given === 'string' ? [given] : given
  if (operator.startsWith(EACH)) return values.every((each) => test(each, wanted))
  if (given === undefined) return operator.endsWith(IF_EXISTS) || (name.includes('Not') && !operator.startsWith(SOME))
  return values.some((each) => test(each, wanted))
}

/** Without what stands before and behind it: each of these at most once. */
function nameOf(operator: string): string {
  const quantifier = [EACH, SOME].find((each) => operator.startsWith(each)) ?? ''
  const rest = operator.slice(quantifier.length)
  return rest.endsWith(IF_EXISTS) ? rest.slice(0, -IF_EXISTS.length) : rest
}
