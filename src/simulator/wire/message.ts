import type { IncomingHttpHeaders } from 'node:http'
import type { AwsError } from '../aws-error.ts'
import type { Operation } from '../operation.ts'

/** An HTTP request as the codecs see it. */
export type WireRequest = {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  readonly body: Uint8Array
}

export type WireAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** One of AWS's protocols, seen from the server. The SDK's operation schemas say what is where; nothing here knows an operation. */
export type ServerProtocol = {
  readonly readInput: (operation: Operation, request: WireRequest) => unknown
  readonly writeOutput: (operation: Operation, output: unknown, requestId: string) => WireAnswer
  readonly writeError: (error: AwsError, requestId: string) => WireAnswer
}
