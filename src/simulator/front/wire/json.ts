import { JsonShapeSerializer2 } from '@aws-sdk/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'
import { parseJson, readJson, serializationException } from './json-input.ts'
import type { ServerProtocol } from './message.ts'

const EPOCH_SECONDS = 7
export const JSON_SETTINGS = { timestampFormat: { useTrait: true, default: EPOCH_SECONDS as 7 }, jsonName: false, httpBindings: false }

/** awsJson 1.1: JSON both ways (SSM, Config, CloudWatch Logs). */
export const jsonProtocol: ServerProtocol = {
  readInput: ({ schema }, { body }) => {
    const input = readJson(NormalizedSchema.of(schema[4]), parseJson(body))
    if (input === undefined) throw serializationException('Expected null')
    return input
  },
  writeOutput: ({ schema }, output, requestId) => {
    const serializer = new JsonShapeSerializer2(JSON_SETTINGS)
    serializer.write(NormalizedSchema.of(schema[5]), output ?? {})
    return { status: 200, headers: headersFor(requestId), body: serializer.flush() }
  },
  writeError: ({ code, status, message }, requestId) => ({
    status,
    headers: headersFor(requestId),
    body: JSON.stringify({ __type: code, message }),
  }),
  frontCode: (code) => `${code}Exception`,
}

const headersFor = (requestId: string) => ({ 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId })
