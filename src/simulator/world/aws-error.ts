/** An error as AWS sends it: the code on the wire, the HTTP status, the message. */
export class AwsError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, status: number, message: string) {
    // An answer, not a fault of the program: where it was made is of no use, and to note it down takes longer than all the rest.
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0
    super(message)
    Error.stackTraceLimit = stackTraceLimit
    this.name = code
    this.code = code
    this.status = status
  }
}

export const validationError = (message: string): AwsError => new AwsError('ValidationError', 400, message)
