import { validationError } from '../world/aws-error.ts'
import { checkFunctions } from './check-functions.ts'
import { checkReferences } from './check-references.ts'
import { inOrder } from './scope.ts'
import { templateOf, type Template } from './template-shape.ts'
import { valueOf } from './well-formed.ts'

export type { Template } from './template-shape.ts'

export const BODY_BYTES = 51_200
export const UPLOADED_BYTES = 1_048_576

/** Read a template, and check whatever can be checked before its parameters have values. @throws ValidationError */
export function parseTemplate(body: string, maximumBytes = BODY_BYTES): Template {
  if (body === '') throw refused("Value '' at 'templateBody'", 'greater than or equal to 1')
  if (Buffer.byteLength(body) > maximumBytes) throw refused("Value at 'templateBody'", `less than or equal to ${maximumBytes}`)
  return known.get(body) ?? remembered(body, checked(templateOf(valueOf(body))))
}

function checked(template: Template): Template {
  checkFunctions(template)
  checkReferences(template)
  inOrder(template, Object.keys(template.Resources))
  return template
}

/** What the latest templates say: a StackSet makes the same stack again and again. */
const known = new Map<string, Template>()
const KNOWN = 8

function remembered(body: string, template: Template): Template {
  const [oldest] = known.keys()
  if (oldest !== undefined && known.size >= KNOWN) known.delete(oldest)
  known.set(body, unchangeable(template))
  return template
}

function unchangeable<T extends object>(value: T): T {
  for (const each of Object.values(value)) if (typeof each === 'object' && each !== null) unchangeable(each as object)
  return Object.freeze(value)
}

const refused = (what: string, length: string) =>
  validationError(`1 validation error detected: ${what} failed to satisfy constraint: Member must have length ${length}`)
