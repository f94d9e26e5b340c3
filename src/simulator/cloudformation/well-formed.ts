import { Pair, parseDocument, visit, YAMLMap, type CollectionTag, type Document, type ScalarTag } from 'yaml'
import { validationError } from '../world/aws-error.ts'
import { jsonFault } from './json-fault.ts'
import { formatError, TOO_DEEP } from './template-error.ts'

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
  'ImportValue',
  'GetAZs',
  'Cidr',
  'Transform',
]

/** What the text of a template says: JSON where it begins with a brace, otherwise YAML with CloudFormation's short forms (`!Ref`, `!GetAtt a.b`, …). @throws ValidationError */
export function valueOf(body: string): unknown {
  return /^\s*\{/.test(body) ? json(body) : yaml(body)
}

function json(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch {
    const before = body.slice(0, jsonFault(body)).split('\n')
    throw notWellFormed('JSON', before.length, (before.at(-1)?.length ?? 0) + 1)
  }
}

function yaml(body: string): unknown {
  const document = documentOf(body)
  const [error] = [...document.errors, ...document.warnings]
  if (error !== undefined) {
    if (/call stack/.test(error.message)) throw formatError(TOO_DEEP)
    const [{ line, col } = { line: 1, col: 1 }] = error.linePos ?? []
    throw notWellFormed('YAML', line, col + blanksAt(body, line, col))
  }
  visit(document, { Alias: () => refuseAlias() })
  try {
    return document.toJS() as unknown
  } catch {
    throw formatError(TOO_DEEP)
  }
}

/** Where a fault begins with what a line is indented by, it is at its first word. */
const blanksAt = (body: string, line: number, column: number): number =>
  /^ */.exec(body.split('\n')[line - 1]?.slice(column - 1) ?? '')?.[0].length ?? 0

function documentOf(body: string): Document.Parsed {
  try {
    return parseDocument(body, { customTags: SHORT_FORMS.flatMap((name) => tags(name)) })
  } catch {
    throw formatError(TOO_DEEP)
  }
}

const notWellFormed = (language: 'JSON' | 'YAML', line: number, column: number) =>
  formatError(`${language} not well-formed. (line ${line}, column ${column})`)

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

function splitAttribute(text: string): string | readonly [string, string] {
  const dot = text.indexOf('.')
  return dot === -1 ? text : [text.slice(0, dot), text.slice(dot + 1)]
}
