import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { AwsError } from '../world/aws-error.ts'

export type Item = Readonly<Record<string, AttributeValue>>

export const invalid = (message: string): AwsError => new AwsError('ValidationException', 400, message)

const NUMBER = /^-?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/

/** Numbers of so many characters can be told apart here; DynamoDB keeps 38 digits, up to this magnitude. */
const CHARACTERS = 15
const MAGNITUDE = 1e126

/** @throws ValidationException for what DynamoDB would not store, and for types that the simulator does not know */
export function checkValue(value: AttributeValue): void {
  const [type, ...more] = Object.entries(value).filter(([, content]) => content !== undefined)
  if (type === undefined || more.length > 0)
    throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes')
  if (value.N !== undefined && !NUMBER.test(value.N)) throw invalid(`The parameter cannot be converted to a numeric value: ${value.N}`)
  if (value.N !== undefined && (value.N.length > CHARACTERS || Math.abs(Number(value.N)) >= MAGNITUDE))
    throw invalid(`The simulator knows numbers of at most ${CHARACTERS} characters, and below 1E+126: ${value.N}`)
  if (value.SS !== undefined && value.SS.length === 0)
    throw invalid('One or more parameter values were invalid: An string set  may not be empty')
  if (value.SS !== undefined && new Set(value.SS).size < value.SS.length)
    throw invalid(`One or more parameter values were invalid: Input collection [${value.SS.join(', ')}] contains duplicates.`)
  for (const each of value.L ?? Object.values(value.M ?? {})) checkValue(each)
  if (!['S', 'N', 'SS', 'L', 'M', 'BOOL', 'NULL'].includes(type[0]))
    throw invalid(`The simulator does not know attribute values of type ${type[0]}.`)
}

/** Bytes as DynamoDB counts them: names and text in UTF-8, numbers about half their digits, 3 for a list or map and 1 for each of its members. */
export const itemBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0)

function valueBytes({ S, N, SS, L, M }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S)
  if (N !== undefined) return Math.ceil(N.replace(/[-.]/g, '').length / 2) + 1
  if (SS !== undefined) return SS.reduce((sum, each) => sum + Buffer.byteLength(each), 0)
  if (L !== undefined) return L.reduce((sum, each) => sum + 1 + valueBytes(each), 3)
  if (M !== undefined) return 3 + Object.keys(M).length + itemBytes(M)
  return 1
}

/** Equal as `=` has it: type and value; numbers by their value. */
export function isEqual(one: AttributeValue | undefined, other: AttributeValue): boolean {
  if (one === undefined) return false
  if (one.N !== undefined && other.N !== undefined) return Number(one.N) === Number(other.N)
  return JSON.stringify(one) === JSON.stringify(other)
}
