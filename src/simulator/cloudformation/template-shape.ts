import * as v from 'valibot'
import { isDeeperThan } from '../world/depth.ts'
import { validationError } from '../world/aws-error.ts'
import { checkSections } from './sections.ts'
import { DEPTH, formatError, TOO_DEEP } from './template-error.ts'

export type ParameterDefinition = {
  readonly Type: string
  readonly Default?: string | number
  readonly Description?: string
  readonly AllowedPattern?: string
  readonly AllowedValues?: readonly (string | number)[]
  readonly ConstraintDescription?: string
  readonly MinValue?: number
  readonly MaxValue?: number
  readonly MinLength?: number
  readonly MaxLength?: number
  readonly NoEcho?: boolean
}

export type ResourceDefinition = {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
  readonly DependsOn?: string | readonly string[]
  readonly Condition?: string
  readonly DeletionPolicy?: 'Delete' | 'Retain' | 'RetainExceptOnCreate'
  readonly UpdateReplacePolicy?: 'Delete' | 'Retain'
  readonly Metadata?: unknown
}

type OutputDefinition = {
  readonly Value: unknown
  readonly Description?: string
  readonly Condition?: string
  readonly Export?: { readonly Name: unknown }
}

export type Template = {
  readonly AWSTemplateFormatVersion?: string
  readonly Description?: string
  readonly Parameters?: Readonly<Record<string, ParameterDefinition>>
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>
  readonly Conditions?: Readonly<Record<string, unknown>>
  readonly Resources: Readonly<Record<string, ResourceDefinition>>
  readonly Outputs?: Readonly<Record<string, OutputDefinition>>
  readonly Metadata?: unknown
}

/** Names that every JavaScript object has; a template that uses them as names is refused. */
const OF_EVERY_OBJECT = ['__proto__', 'constructor', 'prototype']

const scalar = v.union([v.string(), v.number(), v.boolean()])
const number = v.pipe(scalar, v.transform(Number), v.number())

const Parameter = v.object({
  Type: v.string('Every Type member must be a string.'),
  Default: v.exactOptional(
    v.pipe(v.union([v.string(), v.number(), v.boolean()], 'Every Default member must be a string.'), v.transform(String)),
  ),
  Description: v.exactOptional(v.string('Every Description member must be a string.')),
  AllowedPattern: v.exactOptional(v.string('Every AllowedPattern member must be a string.')),
  AllowedValues: v.exactOptional(v.array(v.pipe(scalar, v.transform(String)), 'Every AllowedValues member must be a list.')),
  ConstraintDescription: v.exactOptional(v.string('Every ConstraintDescription member must be a string.')),
  MinValue: v.exactOptional(number),
  MaxValue: v.exactOptional(number),
  MinLength: v.exactOptional(number),
  MaxLength: v.exactOptional(number),
  NoEcho: v.exactOptional(
    v.pipe(
      scalar,
      v.transform((value) => String(value) === 'true'),
    ),
  ),
})

const names = (message: string) => v.record(v.string(), v.unknown(), message)

const unknownPolicy =
  (name: string) =>
  ({ received }: v.BaseIssue<unknown>): string =>
    `The simulator does not know the ${name} ${received}.`

const DEPENDS_ON = 'DependsOn must be a string or list of strings.'

const Resource = v.object({
  Type: v.string('Every Type member must be a string.'),
  Properties: v.exactOptional(names('Every Properties member must be an object.')),
  DependsOn: v.exactOptional(v.union([v.string(), v.array(v.string(DEPENDS_ON))], DEPENDS_ON)),
  Condition: v.exactOptional(v.string('Every Condition member must be a string.')),
  DeletionPolicy: v.exactOptional(v.picklist(['Delete', 'Retain', 'RetainExceptOnCreate'], unknownPolicy('DeletionPolicy'))),
  UpdateReplacePolicy: v.exactOptional(v.picklist(['Delete', 'Retain'], unknownPolicy('UpdateReplacePolicy'))),
  Metadata: v.exactOptional(v.unknown()),
})

const Output = v.object({
  Value: v.unknown(),
  Description: v.exactOptional(v.string('Every Description member must be a string.')),
  Condition: v.exactOptional(v.string('Every Condition member must be a string.')),
  Export: v.exactOptional(v.object({ Name: v.unknown() })),
})

const Template_ = v.object({
  AWSTemplateFormatVersion: v.exactOptional(v.string()),
  Description: v.exactOptional(v.string('Every Description member must be a string.')),
  Parameters: v.exactOptional(v.record(v.string(), Parameter)),
  Mappings: v.exactOptional(v.record(v.string(), v.record(v.string(), v.record(v.string(), v.unknown())))),
  Conditions: v.exactOptional(v.record(v.string(), v.unknown())),
  Resources: v.record(v.string(), Resource),
  Outputs: v.exactOptional(v.record(v.string(), Output)),
  Metadata: v.exactOptional(v.unknown()),
})

/** A template from what its text said: its sections and members of their types, nothing null, nothing nested without end. @throws ValidationError */
export function templateOf(value: unknown): Template {
  if (isDeeperThan(DEPTH, value)) throw formatError(TOO_DEEP)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw formatError('unsupported structure.')
  checkValues(value, '')
  checkSections(value)
  const parsed = v.safeParse(Template_, value)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const place = v.getDotPath(issue)?.split('.').slice(0, -1).join('/') ?? ''
  throw formatError(place === '' ? issue.message : `[/${place}] ${issue.message}`)
}

function checkValues(value: unknown, place: string): void {
  if (value === null || value === undefined) throw validationError(`[${place}] 'null' values are not allowed in templates`)
  if (typeof value !== 'object') return
  for (const [key, each] of Object.entries(value)) {
    if (OF_EVERY_OBJECT.includes(key)) throw formatError(`[${place}/${key}] The simulator takes no such name.`)
    checkValues(each, `${place}/${key}`)
  }
}
