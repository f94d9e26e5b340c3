/** An error as AWS sends it: the code on the wire, the HTTP status, the message. */
export class AwsError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, status: number, message: string) {
    super(message)
    this.name = code
    this.code = code
    this.status = status
  }
}

export const validationError = (message: string): AwsError => new AwsError('ValidationError', 400, message)
