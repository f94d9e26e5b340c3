import { AwsError } from '../../world/aws-error.ts'

/** A field of a form, and those below it: `Tags.member.1.Key=a`. */
export type Field = { text: string | undefined; readonly below: Map<string, Field> }

const FIELDS = 10_000
const DEPTH = 32

/** Names that every object has. No request has them. */
const OF_EVERY_OBJECT = ['__proto__', 'constructor', 'prototype']

export const malformedInput = (message: string): AwsError => new AwsError('MalformedInput', 400, message)

/** Whether a body is a form by its content type. */
export const isForm = (contentType: string | undefined): boolean => contentType?.startsWith('application/x-www-form-urlencoded') === true

/** The value of one plain field, or undefined. */
export const textOf = (form: Field, name: string): string | undefined => form.below.get(name)?.text

/** @throws AwsError MalformedInput for what is too many, too deep, or reaches for what every object has */
export function parseForm(body: Buffer): Field {
  const root = newField()
  const text = body.toString()
  if (text.split('&', FIELDS + 1).length > FIELDS) throw malformedInput(`A request has at most ${FIELDS} parameters.`)
  for (const [path, value] of new URLSearchParams(text)) plant(root, path, value)
  return root
}

function plant(root: Field, path: string, value: string): void {
  const names = path.split('.', DEPTH + 1)
  if (names.length > DEPTH) throw malformedInput(`A parameter is nested at most ${DEPTH} deep.`)
  if (names.some((name) => OF_EVERY_OBJECT.includes(name))) throw malformedInput(`${path} is a parameter of no request.`)
  let field = root
  for (const name of names) {
    const next = field.below.get(name) ?? newField()
    field.below.set(name, next)
    field = next
  }
  field.text = value
}

const newField = (): Field => ({ text: undefined, below: new Map() })
