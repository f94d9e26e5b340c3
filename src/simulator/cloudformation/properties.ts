import * as v from 'valibot'
import { AwsError } from '../world/aws-error.ts'
import type { Properties } from './resource-type.ts'

/** CloudFormation hands numbers over as text where a parameter fed them. */
export const number = v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.integer())
export const flag = v.pipe(
  v.union([v.boolean(), v.string()]),
  v.transform((value) => value === true || value === 'true'),
)

/** @throws AwsError naming the property that is not as it must be */
export function read<const S extends v.GenericSchema>(type: string, schema: S, properties: Properties): v.InferOutput<S> {
  const parsed = v.safeParse(schema, properties)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new AwsError(
    'ValidationError',
    400,
    `Properties validation failed for resource of type ${type}: #/${v.getDotPath(issue)?.replaceAll('.', '/')}: ${issue.message}`,
  )
}
