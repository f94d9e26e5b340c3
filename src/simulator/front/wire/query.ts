import { XmlShapeSerializer } from '@aws-sdk/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'
import type { StaticStructureSchema } from '@smithy/types'
import { readForm } from './form-input.ts'
import { parseForm } from './form.ts'
import type { ServerProtocol } from './message.ts'

/** Characters that no XML can carry, however they are written. */
const NOT_XML = /[^\P{Control}\t\n\r]|\p{Surrogate}|[\uFFFE\uFFFF]/gu

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
    readInput: ({ schema }, { body }) => {
      const input = NormalizedSchema.of(schema[4])
      return input.isUnitSchema() ? {} : readForm(input, parseForm(body))
    },
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
    frontCode: (code) => code,
  }

  /** IAM and STS tell time in whole seconds. */
  function inSeconds(text: string): string {
    return /\/\/(iam|sts)\./.test(xmlns) ? text.replaceAll(/(T\d\d:\d\d:\d\d)\.\d{3}Z/g, '$1Z') : text
  }

  function xml(schema: StaticStructureSchema, value: unknown): string {
    const serializer = new XmlShapeSerializer(settings)
    serializer.write(schema, value)
    return String(serializer.flush()).replaceAll(NOT_XML, '\uFFFD')
  }
}

const isUnit = (schema: unknown): boolean => (typeof schema === 'function' ? schema() : schema) === 'unit'
