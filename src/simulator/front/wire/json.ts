import { JsonShapeSerializer2 } from '@aws-sdk/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'
import { parseJson, readJson, serializationException } from './json-input.ts'
import type { ServerProtocol } from './message.ts'

const EPOCH_SECONDS = 7
export const JSON_SETTINGS = { timestampFormat: { useTrait: true, default: EPOCH_SECONDS as 7 }, jsonName: false, httpBindings: false }

/** awsJson: JSON both ways (1.1: SSM, Config, CloudWatch Logs; 1.0: DynamoDB). */
const awsJson = (version: '1.0' | '1.1'): ServerProtocol => ({
  readInput: ({ schema }, { body }) => {
    const input = readJson(NormalizedSchema.of(schema[4]), parseJson(body))
    if (input === undefined) throw serializationException('Expected null')
    return input
  },
  writeOutput: ({ schema }, output, requestId) => {
    const serializer = new JsonShapeSerializer2(JSON_SETTINGS)
    serializer.write(NormalizedSchema.of(schema[5]), output ?? {})
    return { status: 200, headers: headersFor(version, requestId), body: serializer.flush() }
  },
  writeError: ({ code, status, message }, requestId) => ({
    status,
    headers: headersFor(version, requestId),
    // Where there is nothing to say, not even the name of the message is sent.
    body: JSON.stringify({ __type: code, ...(message === '' ? {} : { message }) }),
  }),
  frontCode: (code) => `${code}Exception`,
})

export const jsonProtocol = awsJson('1.1')
export const json10Protocol = awsJson('1.0')

function headersFor(version: string, requestId: string) {
  return { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': requestId }
}
