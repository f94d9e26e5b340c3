import { JsonShapeDeserializer2, JsonShapeSerializer2 } from '@aws-sdk/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'
import type { ServerProtocol } from './message.ts'

const EPOCH_SECONDS = 7
export const JSON_SETTINGS = { timestampFormat: { useTrait: true, default: EPOCH_SECONDS as 7 }, jsonName: false, httpBindings: false }

/** awsJson 1.1: JSON both ways (SSM, Config, CloudWatch Logs). */
export const jsonProtocol: ServerProtocol = {
  readInput: ({ schema }, { body }) =>
    new JsonShapeDeserializer2(JSON_SETTINGS).readObject(NormalizedSchema.of(schema[4]), parseBody(body)),
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
}

export const parseBody = (body: Uint8Array) => JSON.parse(body.length === 0 ? '{}' : Buffer.from(body).toString())

const headersFor = (requestId: string) => ({ 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId })
