import { Pair, parseDocument, YAMLMap, type CollectionTag, type ScalarTag } from 'yaml'
import { validationError } from '../aws-error.ts'

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

type ResourceDefinition = {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
  readonly DependsOn?: string | readonly string[]
  readonly Condition?: string
  readonly DeletionPolicy?: string
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

export const BODY_BYTES = 51_200
export const UPLOADED_BYTES = 1_048_576

const SHORT_FORMS = [
  'Ref',
  'Condition',
  'GetAtt',
  'Sub',
  'If',
  'Equals',
  'Not',
  'And',
  'Or',
  'Join',
  'Select',
  'Split',
  'FindInMap',
  'Base64',
]

/** Read a template, JSON or YAML with CloudFormation's short forms (`!Ref`, `!GetAtt a.b`, …). @throws ValidationError */
export function parseTemplate(body: string, maximumBytes = BODY_BYTES): Template {
  if (Buffer.byteLength(body) > maximumBytes)
    throw validationError(
      `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${maximumBytes}`,
    )
  const document = parseDocument(body, { customTags: SHORT_FORMS.flatMap((name) => tags(name)) })
  const [error] = [...document.errors, ...document.warnings]
  if (error !== undefined) throw validationError(`Template format error: ${error.message}`)
  const template: unknown = document.toJS()
  if (!isTemplate(template)) throw validationError('Template format error: At least one Resources member must be defined.')
  return template
}

const isTemplate = (value: unknown): value is Template =>
  typeof value === 'object' && value !== null && 'Resources' in value && typeof value.Resources === 'object' && value.Resources !== null

function tags(name: string): [ScalarTag, CollectionTag, CollectionTag] {
  const key = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`
  const tag = `!${name}`
  const long = (value: unknown): YAMLMap => {
    const map = new YAMLMap()
    map.add(new Pair(key, value))
    return map
  }
  return [
    { tag, resolve: (text) => ({ [key]: name === 'GetAtt' ? splitAttribute(text) : text }) },
    { tag, collection: 'seq', resolve: long },
    { tag, collection: 'map', resolve: long },
  ]
}

function splitAttribute(text: string): readonly [string, string] {
  const dot = text.indexOf('.')
  return [text.slice(0, dot), text.slice(dot + 1)]
}
