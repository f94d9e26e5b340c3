import { AwsError } from '../aws-error.ts'
import type { Operation } from '../operation.ts'

/** Refuse an input that lacks what its schema requires. The SDK's structure schemas list required members first, and count them last. */
export function checkRequired({ schema, name }: Operation, input: unknown): void {
  const shape: unknown = typeof schema[4] === 'function' ? schema[4]() : schema[4]
  if (!Array.isArray(shape) || !Array.isArray(shape[4])) return
  const required: unknown[] = shape[4].slice(0, Number(shape[6] ?? 0))
  const fields = Object(input) as Record<string, unknown>
  const missing = required.map(String).filter((field) => fields[field] === undefined)
  if (missing.length > 0) throw new AwsError('ValidationException', 400, `${name}: missing required parameter ${missing.join(', ')}.`)
}
