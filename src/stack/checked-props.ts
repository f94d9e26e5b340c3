import { Token } from 'aws-cdk-lib'
import type { Taken } from './parameters.ts'

/** What each prop of a construct takes, by its name. */
export type Props = ReadonlyMap<string, Taken>

/** The props that parameters are: called the same, with a small first letter. */
export const propsOf = (parameters: Readonly<Record<string, Taken>>): Props =>
  new Map(Object.entries(parameters).map(([name, taken]) => [`${name.charAt(0).toLowerCase()}${name.slice(1)}`, taken]))

/** @throws Error naming the prop that there is not, or is not given, or its value and what is allowed */
export function checkProps(construct: string, known: Props, given: object): void {
  const values = new Map<string, unknown>(Object.entries(given))
  for (const [prop, value] of values) {
    const taken = known.get(prop)
    if (value === undefined) continue
    if (taken === undefined) throw new Error(`${construct} has no prop ${prop}. There are ${[...known.keys()].join(', ')}.`)
    if (Token.isUnresolved(value) || takes(taken, value)) continue
    throw new Error(`${prop}: ${JSON.stringify(value)} is not allowed. It must ${allowed(taken)}.`)
  }
  for (const [prop, taken] of known)
    if (taken.kind === 'said' && values.get(prop) === undefined) throw new Error(`${construct} needs ${prop}. It must ${allowed(taken)}.`)
}

function takes(taken: Taken, value: unknown): boolean {
  switch (taken.kind) {
    case 'number':
      return Number.isInteger(value) && Number(value) >= taken.least && Number(value) <= taken.most
    case 'number-of':
      return taken.values.some((each) => each === value)
    case 'flag':
      return typeof value === 'boolean'
    case 'one-of':
      return taken.values.some((each) => each === value)
    case 'text':
    case 'said':
      return typeof value === 'string' && new RegExp(taken.pattern).test(value)
  }
}

function allowed(taken: Taken): string {
  switch (taken.kind) {
    case 'number':
      return `be a whole number from ${taken.least} to ${taken.most}`
    case 'flag':
      return 'be true or false'
    case 'number-of':
    case 'one-of':
      return `be one of ${taken.values.join(', ')}`
    case 'text':
    case 'said':
      return taken.must
  }
}
