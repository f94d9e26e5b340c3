import { Pair, parseDocument, visit, YAMLMap, type CollectionTag, type ScalarTag } from 'yaml'
import { AwsError, validationError } from '../world/aws-error.ts'
import { formatError, templateOf, TOO_DEEP, type Template } from './template-shape.ts'

export type { Template } from './template-shape.ts'

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
  return templateOf(valueOf(body))
}

function valueOf(body: string): unknown {
  try {
    if (/^\s*\{/.test(body)) return JSON.parse(body)
  } catch {
    // YAML knows braces, too.
  }
  try {
    const document = parseDocument(body, { customTags: SHORT_FORMS.flatMap((name) => tags(name)) })
    const [error] = [...document.errors, ...document.warnings]
    if (error !== undefined) throw formatError(/call stack/.test(error.message) ? TOO_DEEP : error.message)
    visit(document, { Alias: () => refuseAlias() })
    return document.toJS()
  } catch (error) {
    if (error instanceof AwsError) throw error
    throw formatError(TOO_DEEP)
  }
}

/** As on AWS: an alias is small, and can stand for very much. */
function refuseAlias(): never {
  throw validationError('Template error: YAML aliases are not allowed in CloudFormation templates')
}

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
