import { XmlShapeDeserializer, XmlShapeSerializer } from '@aws-sdk/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'
import type { StaticStructureSchema } from '@smithy/types'
import type { ServerProtocol } from './message.ts'

type Tree = { [name: string]: Tree | string | (Tree | string)[] }

const NAMESPACE = 'simulator'
const DATE_TIME = 5
const RESPONSE_METADATA: StaticStructureSchema = [3, NAMESPACE, 'ResponseMetadata', 0, ['RequestId'], [0]]
const ERROR: StaticStructureSchema = [3, NAMESPACE, 'Error', 0, ['Type', 'Code', 'Message'], [0, 0, 0]]
const ERROR_RESPONSE: StaticStructureSchema = [3, NAMESPACE, 'ErrorResponse', 0, ['Error', 'RequestId'], [() => ERROR, 0]]

/** awsQuery: a form comes in, XML goes out (IAM, STS, CloudFormation). */
export function queryProtocol(xmlns: string): ServerProtocol {
  const settings = {
    timestampFormat: { useTrait: true, default: DATE_TIME as 5 },
    httpBindings: false,
    xmlNamespace: xmlns,
    serviceNamespace: NAMESPACE,
  }
  const headers = { 'content-type': 'text/xml' }
  return {
    readInput: ({ schema }, { body }) =>
      new XmlShapeDeserializer(settings).readSchema(
        NormalizedSchema.of(schema[4]),
        nested(new URLSearchParams(Buffer.from(body).toString())),
      ) ?? {},
    writeOutput: ({ schema, name }, output, requestId) => {
      const response: StaticStructureSchema = [
        3,
        NAMESPACE,
        `${name}Response`,
        0,
        [`${name}Result`, 'ResponseMetadata'],
        [schema[5], () => RESPONSE_METADATA],
      ]
      const result = isUnit(schema[5]) ? {} : { [`${name}Result`]: output }
      return { status: 200, headers, body: inSeconds(xml(response, { ...result, ResponseMetadata: { RequestId: requestId } })) }
    },
    writeError: ({ code, status, message }, requestId) => {
      const Error = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message }
      return { status, headers, body: xml(ERROR_RESPONSE, { Error, RequestId: requestId }) }
    },
  }

  /** IAM and STS tell time in whole seconds. */
  function inSeconds(text: string): string {
    return /\/\/(iam|sts)\./.test(xmlns) ? text.replaceAll(/(T\d\d:\d\d:\d\d)\.\d{3}Z/g, '$1Z') : text
  }

  function xml(schema: StaticStructureSchema, value: unknown): string {
    const serializer = new XmlShapeSerializer(settings)
    serializer.write(schema, value)
    return String(serializer.flush())
  }
}

const isUnit = (schema: unknown): boolean => (typeof schema === 'function' ? schema() : schema) === 'unit'

/** `Tags.member.1.Key=a` becomes `{ Tags: { member: [{ Key: 'a' }] } }`, the shape that XML of the same input would have. */
function nested(form: URLSearchParams): Tree {
  const root: Tree = {}
  for (const [path, value] of form) plant(root, path.split('.'), value)
  return root
}

function plant(tree: Tree, [name = '', next, ...rest]: readonly string[], value: string): void {
  if (next === undefined) tree[name] = value
  else if (/^\d+$/.test(next)) plantInList(tree, name, Number(next) - 1, rest, value)
  else plant(branch(tree, name), [next, ...rest], value)
}

function plantInList(tree: Tree, name: string, index: number, rest: readonly string[], value: string): void {
  const list = Array.isArray(tree[name]) ? tree[name] : []
  tree[name] = list
  if (rest.length === 0) list[index] = value
  else {
    const item = list[index]
    const branchOf = typeof item === 'object' ? item : {}
    list[index] = branchOf
    plant(branchOf, rest, value)
  }
}

function branch(tree: Tree, name: string): Tree {
  const present = tree[name]
  if (typeof present === 'object' && !Array.isArray(present)) return present
  const made: Tree = {}
  tree[name] = made
  return made
}
