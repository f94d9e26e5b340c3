import type { IncomingHttpHeaders } from 'node:http'
import type { AwsError } from '../../world/aws-error.ts'
import type { Operation } from '../../world/operation.ts'

/** An HTTP request as the codecs see it. */
export type WireRequest = {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export type WireAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** One of AWS's protocols, seen from the server. The SDK's operation schemas say what is where; nothing here knows an operation. */
export type ServerProtocol = {
  /** @throws AwsError for what is not of the operation's schema */
  readonly readInput: (operation: Operation, request: WireRequest) => unknown
  readonly writeOutput: (operation: Operation, output: unknown, requestId: string) => WireAnswer
  readonly writeError: (error: AwsError, requestId: string) => WireAnswer
  /** How an error is called that comes before any service: `MissingAuthenticationToken`, with or without `Exception`. */
  readonly frontCode: (code: string) => string
}
