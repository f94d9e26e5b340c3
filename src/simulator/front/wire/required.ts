import { NormalizedSchema } from '@smithy/core/schema'
import { AwsError } from '../../world/aws-error.ts'
import type { Operation } from '../../world/operation.ts'
import { validationCode, type ServiceEntry } from '../services.ts'

/** Refuse an input that lacks what its schema requires, at any depth, in AWS's words. @throws AwsError */
export function checkRequired(service: ServiceEntry, { schema }: Operation, input: unknown): void {
  const missing = missingIn(NormalizedSchema.of(schema[4]), input, [])
  if (missing.length === 0) return
  const count = missing.length === 1 ? '1 validation error' : `${missing.length} validation errors`
  const each = missing.map((path) => `Value null at '${path}' failed to satisfy constraint: Member must not be null`)
  throw new AwsError(validationCode(service), 400, `${count} detected: ${each.join('; ')}`)
}

function missingIn(schema: NormalizedSchema, value: unknown, path: readonly string[]): readonly string[] {
  if (value === undefined) return [path.join('.')]
  if (schema.isStructSchema()) {
    const given = value as Readonly<Record<string, unknown>>
    const required = requiredOf(schema)
    return [...schema.structIterator()].flatMap(([name, member]) =>
      given[name] !== undefined || required.has(name) ? missingIn(member, given[name], [...path, camelCase(name)]) : [],
    )
  }
  if (schema.isListSchema())
    return (value as unknown[]).flatMap((each, index) => missingIn(schema.getValueSchema(), each, [...path, String(index + 1), 'member']))
  if (schema.isMapSchema())
    return Object.entries(value as object).flatMap(([key, each]) => missingIn(schema.getValueSchema(), each, [...path, key, 'member']))
  return []
}

/** The SDK's structure schemas list required members first, and count them last. */
function requiredOf(schema: NormalizedSchema): ReadonlySet<unknown> {
  const shape: unknown = schema.getSchema()
  return new Set(Array.isArray(shape) && Array.isArray(shape[4]) ? shape[4].slice(0, Number(shape[6] ?? 0)) : [])
}

const camelCase = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)
