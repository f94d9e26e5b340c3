import { Document, isCollection, isPair, Scalar, visit, YAMLMap, type Node, type YAMLSeq } from 'yaml'
import { COMMENTS, HEADERS } from './comments.ts'

type Collection = YAMLMap | YAMLSeq

/** What a template is, and so what stands above it. All but the compact one are for people, with all that explains. */
export type Form = keyof typeof HEADERS

/** The sections in the order in which people read a template. */
const SECTIONS = ['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs']

/** A template in YAML, with CloudFormation's short forms and the code as a block. */
export function toYaml(template: object, form: Form): string {
  const ordered = Object.entries(template).toSorted(([one], [other]) => SECTIONS.indexOf(one) - SECTIONS.indexOf(other))
  const document = new Document(Object.fromEntries(ordered), { aliasDuplicateObjects: false })
  document.commentBefore = HEADERS[form]
  if (form === 'compact') visit(document, { Map: (_, map) => void map.delete('Sid') })
  visit(document, {
    Map: (_, map) => shortForm(map),
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string') scalar.type = scalarType(scalar.value)
    },
  })
  if (form !== 'compact') visit(document, { Pair: (place, { key, value }) => introduce(key, value, place === 0) })
  visit(document, { Collection: (_, node) => (isShort(node, form) ? oneLine(node) : undefined) })
  const indent = form === 'compact' ? 1 : 2
  return document.toString({ lineWidth: 0, singleQuote: true, indentSeq: false, flowCollectionPadding: false, indent })
}

/** Several lines stand as a block. What YAML takes for a date or a number elsewhere is quoted. */
function scalarType(value: string): Scalar.Type {
  if (value.includes('\n')) return Scalar.BLOCK_LITERAL
  return /^\d{4}-\d\d-\d\d$/.test(value) ? Scalar.QUOTE_SINGLE : Scalar.PLAIN
}

const lineOf = (form: Form): number => (form === 'compact' ? 1000 : 120)

/** A collection takes one line where it is short and without blocks; for people also only where it is flat. */
function isShort(node: Collection, form: Form): boolean {
  const texts: string[] = []
  visit(node, { Scalar: (_, { value }) => void texts.push(String(value)) })
  if (texts.some((text) => text.includes('\n')) || JSON.stringify(node.toJSON()).length > lineOf(form)) return false
  return form === 'compact' || depth(node) <= 3
}

const depth = (node: unknown): number =>
  isCollection(node) ? 1 + Math.max(0, ...node.items.map((item) => depth(isPair(item) ? item.value : item))) : 0

/** Some parsers of YAML, the AWS CLI's among them, stumble over a bare colon or question mark within brackets. */
function oneLine(collection: Collection): typeof visit.SKIP {
  collection.flow = true
  visit(collection, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && /[:?]/.test(scalar.value)) scalar.type = Scalar.QUOTE_SINGLE
    },
  })
  return visit.SKIP
}

/** A parameter or a resource gets room, and its comment; among the properties of a resource there may be a type as well. */
function introduce(key: unknown, value: unknown, isFirst: boolean): void {
  if (!(key instanceof Scalar) || !(value instanceof YAMLMap) || !value.has('Type') || key.value === 'Properties') return
  key.spaceBefore = !isFirst
  const comment = COMMENTS[String(key.value)]
  if (comment !== undefined) key.commentBefore = comment
}

/** `{Ref: a}` becomes `!Ref a`, `{Fn::GetAtt: [a, b]}` becomes `!GetAtt a.b`, `{Fn::If: [...]}` becomes `!If [...]`. */
function shortForm(map: YAMLMap): Node | undefined {
  const [pair] = map.items
  if (map.items.length !== 1 || pair === undefined || !(pair.key instanceof Scalar)) return undefined
  const name = /^(?:Fn::)?(Ref|GetAtt|Sub|If|Equals|Not|And|Or|Join|Select|Split)$/.exec(String(pair.key.value))?.[1]
  if (name === undefined) return undefined
  const argument = pair.value as Node
  const node = name === 'GetAtt' ? new Scalar(String(Object(argument.toJSON()).join('.'))) : name === 'Sub' ? inlined(argument) : argument
  node.tag = `!${name}`
  return node
}

/** `['${a}', {a: {Ref: b}}]` becomes `'${b}'`. */
function inlined(argument: Node): Node {
  const [text, variables] = [argument.toJSON() as unknown].flat()
  const named = Object.entries(Object(variables)).map(([name, value]) => [name, Object(value)['Ref']] as const)
  if (named.length === 0 || named.some(([, reference]) => reference === undefined)) return argument
  return new Scalar(named.reduce((so, [name, reference]) => so.replaceAll(`\${${name}}`, `\${${reference}}`), String(text)))
}
