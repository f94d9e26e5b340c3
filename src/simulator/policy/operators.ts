import { anyLike } from './wildcard.ts'

type Test = (given: string, wanted: readonly string[]) => boolean

const like: Test = (given, wanted) => anyLike(wanted, given, false)

/** The operators that our templates use, and their kin. Any other is refused, never skipped. */
const OPERATORS = new Map<string, Test>([
  ['StringEquals', (given, wanted) => wanted.includes(given)],
  ['StringNotEquals', (given, wanted) => !wanted.includes(given)],
  ['StringLike', like],
  ['StringNotLike', (given, wanted) => !like(given, wanted)],
  ['ArnEquals', like],
  ['ArnLike', like],
])

/** What a condition operator asks, with or without `ForAllValues:`; undefined where the simulator does not know it. */
export const testOf = (operator: string): Test | undefined => OPERATORS.get(operator.replace('ForAllValues:', ''))

export const isKnownOperator = (operator: string): boolean => operator === 'Null' || testOf(operator) !== undefined
