import * as v from 'valibot'
import { validationError } from '../world/aws-error.ts'
import { isDeeperThan } from '../world/depth.ts'

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
}

export type Template = {
  readonly Description?: string
  readonly Parameters?: Readonly<Record<string, ParameterDefinition>>
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>
  readonly Conditions?: Readonly<Record<string, unknown>>
  readonly Resources: Readonly<Record<string, ResourceDefinition>>
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Description?: string; readonly Condition?: string }>>
  readonly Metadata?: unknown
}

const DEPTH = 100
export const TOO_DEEP = `A template is nested at most ${DEPTH} deep.`

/** Names that every JavaScript object has; a template that uses them as names is refused. */
const OF_EVERY_OBJECT = ['__proto__', 'constructor', 'prototype']

const scalar = v.union([v.string(), v.number(), v.boolean()])
const number = v.pipe(scalar, v.transform(Number), v.number())

const Parameter = v.looseObject(
  {
    Type: v.string(),
    Default: v.exactOptional(v.pipe(scalar, v.transform(String))),
    Description: v.exactOptional(v.string()),
    AllowedPattern: v.exactOptional(v.string()),
    AllowedValues: v.exactOptional(v.array(v.pipe(scalar, v.transform(String)))),
    ConstraintDescription: v.exactOptional(v.string()),
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
  },
  'Every Parameters object must contain a Type member.',
)

const names = v.record(v.string(), v.unknown())

const unknownPolicy =
  (name: string) =>
  ({ received }: v.BaseIssue<unknown>): string =>
    `The simulator does not know the ${name} ${received}.`

const Resource = v.looseObject(
  {
    Type: v.string(),
    Properties: v.exactOptional(names),
    DependsOn: v.exactOptional(v.union([v.string(), v.array(v.string())])),
    Condition: v.exactOptional(v.string()),
    DeletionPolicy: v.exactOptional(v.picklist(['Delete', 'Retain', 'RetainExceptOnCreate'], unknownPolicy('DeletionPolicy'))),
    UpdateReplacePolicy: v.exactOptional(v.picklist(['Delete', 'Retain'], unknownPolicy('UpdateReplacePolicy'))),
  },
  'Every Resources object must contain a Type member.',
)

const NO_RESOURCES = 'At least one Resources member must be defined.'

const Template_ = v.looseObject(
  {
    Description: v.exactOptional(v.string()),
    Parameters: v.exactOptional(v.record(v.string(), Parameter)),
    Mappings: v.exactOptional(v.record(v.string(), v.record(v.string(), names))),
    Conditions: v.exactOptional(names),
    Resources: v.record(v.string(), Resource, NO_RESOURCES),
    Outputs: v.exactOptional(
      v.record(
        v.string(),
        v.looseObject(
          { Value: v.unknown(), Description: v.exactOptional(v.string()), Condition: v.exactOptional(v.string()) },
          'Every Outputs member must contain a Value object',
        ),
      ),
    ),
  },
  NO_RESOURCES,
)

/** A template from what its text said: its sections and members of their types, nothing null, nothing nested without end. @throws ValidationError */
export function templateOf(value: unknown): Template {
  if (isDeeperThan(DEPTH, value)) throw formatError(TOO_DEEP)
  if (value === null || value === undefined) throw formatError(NO_RESOURCES)
  checkValues(value, '')
  const parsed = v.safeParse(Template_, value)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const place = v.getDotPath(issue)?.split('.').slice(0, -1).join('/') ?? ''
  throw formatError(place === '' || place === 'Resources' ? issue.message : `[/${place}] ${issue.message}`)
}

function checkValues(value: unknown, place: string): void {
  if (value === null || value === undefined) throw formatError(`[${place}] 'null' values are not allowed in templates`)
  if (typeof value !== 'object') return
  for (const [key, each] of Object.entries(value)) {
    if (OF_EVERY_OBJECT.includes(key)) throw formatError(`[${place}/${key}] The simulator takes no such name.`)
    checkValues(each, `${place}/${key}`)
  }
}

export const formatError = (message: string) => validationError(`Template format error: ${message}`)
