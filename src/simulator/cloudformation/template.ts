import { validationError } from '../world/aws-error.ts'
import { checkFunctions } from './check-functions.ts'
import { checkReferences } from './check-references.ts'
import { inOrder } from './scope.ts'
import { templateOf, type Template } from './template-shape.ts'
import { valueOf } from './well-formed.ts'

export type { Template } from './template-shape.ts'

export const BODY_BYTES = 51_200
export const UPLOADED_BYTES = 1_048_576

/** One template is read again and again: by each operation on it, and for each account of a stack set. */
const KEPT = 4
const read = new Map<string, Template>()

/** Read a template, and check whatever can be checked before its parameters have values. @throws ValidationError */
export function parseTemplate(body: string, maximumBytes = BODY_BYTES): Template {
  if (body === '') throw refused("Value '' at 'templateBody'", 'greater than or equal to 1')
  if (Buffer.byteLength(body) > maximumBytes) throw refused("Value at 'templateBody'", `less than or equal to ${maximumBytes}`)
  const template = read.get(body) ?? checked(body)
  read.delete(body)
  read.set(body, template)
  for (const [oldest] of read) if (read.size > KEPT) read.delete(oldest)
  return template
}

function checked(body: string): Template {
  const template = templateOf(valueOf(body))
  checkFunctions(template)
  checkReferences(template)
  inOrder(template, Object.keys(template.Resources))
  return frozen(template)
}

/** Whoever reads a template has it in common with others. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(Object.freeze(value))) frozen(part)
  return value
}

const refused = (what: string, length: string) =>
  validationError(`1 validation error detected: ${what} failed to satisfy constraint: Member must have length ${length}`)
