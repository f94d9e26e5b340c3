import * as v from 'valibot'
import { AwsError } from '../world/aws-error.ts'
import type { Properties } from './resource-type.ts'

/** CloudFormation hands numbers over as text where a parameter fed them. */
export const number = v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.integer())
export const flag = v.pipe(
  v.union([v.boolean(), v.string()]),
  v.transform((value) => value === true || value === 'true'),
)

/** @throws AwsError naming the property that is not as it must be: in AWS's words where one is missing, and where the simulator has none of that name */
export function read<const S extends v.GenericSchema>(type: string, schema: S, properties: Properties): v.InferOutput<S> {
  const parsed = v.safeParse(schema, properties)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const place = `/${v.getDotPath(issue)?.replaceAll('.', '/')}`
  const isUnknown = issue.type === 'strict_object' && issue.expected === 'never'
  if (isUnknown) throw failure(`The simulator does not know the property #${place} of ${type}.`)
  if (issue.received === 'undefined') throw failure(`Property validation failure: [The property {${place}} is required]`)
  throw failure(`Properties validation failed for resource of type ${type}: #${place}: ${issue.message}`)
}

const failure = (message: string): AwsError => new AwsError('ValidationError', 400, message)
