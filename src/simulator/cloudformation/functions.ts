import { own } from '../world/own.ts'
import type { FunctionName } from './function-names.ts'
import { templateError } from './template-error.ts'
import type { Template } from './template-shape.ts'

/** As long may a text become that is put together, and a list that a text is split into. */
const CHARACTERS = 1_048_576
const PARTS = 2_000

/** What they look at beside their arguments. */
type Around = { readonly template: Template; readonly imported: (name: string) => string }

export type PlainFunction = Exclude<FunctionName, 'Ref' | 'Condition' | 'Fn::GetAtt' | 'Fn::If' | 'Fn::Sub'>

/** The functions whose arguments are found out first. */
export const FUNCTIONS: Readonly<Record<PlainFunction, (argument: unknown, around: Around) => unknown>> = {
  'Fn::Base64': (argument) => Buffer.from(textOf(argument)).toString('base64'),
  'Fn::Equals': (argument) => {
    const [one, other] = list(argument).map((each) => (Array.isArray(each) ? JSON.stringify(each) : textOf(each)))
    return one === other
  },
  'Fn::Not': (argument) => list(argument)[0] !== true,
  'Fn::And': (argument) => list(argument).every((each) => each === true),
  'Fn::Or': (argument) => list(argument).some((each) => each === true),
  'Fn::Join': (argument) => {
    const [separator, parts] = list(argument)
    return joined(list(parts).map(textOf), textOf(separator))
  },
  'Fn::Select': (argument) => {
    const [index, from] = list(argument)
    const found = list(from)[Number(textOf(index))]
    if (found === undefined) throw templateError(`Fn::Select cannot select nonexistent value at index ${textOf(index)}`)
    return found
  },
  'Fn::Split': (argument) => {
    const [separator, text] = list(argument)
    const split = textOf(text).split(textOf(separator), PARTS + 1)
    if (split.length > PARTS) throw templateError(`Fn::Split gives at most ${PARTS} values.`)
    return split
  },
  'Fn::FindInMap': (argument, { template }) => {
    const [map, top, second] = list(argument).map(textOf)
    const found = own(own(own(template.Mappings ?? {}, map ?? '') ?? {}, top ?? '') ?? {}, second ?? '')
    if (found === undefined) throw templateError(`Unable to get mapping for ${map}::${top}::${second}`)
    return found
  },
  'Fn::ImportValue': (argument, { imported }) => imported(textOf(argument)),
}

export function joined(parts: readonly string[], separator: string): string {
  const length = parts.reduce((sum, part) => sum + part.length + separator.length, 0)
  if (length > CHARACTERS) throw templateError(`a text has at most ${CHARACTERS} characters.`)
  return parts.join(separator)
}

/** @throws ValidationError for what is no text, number or flag */
export function textOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw templateError('a text was expected where a list, an object or nothing is.')
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw templateError('every function with more than one argument takes a list.')
  return value
}
