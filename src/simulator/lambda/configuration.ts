export type FunctionConfiguration = {
  readonly name: string
  readonly arn: string
  readonly runtime: string
  readonly handler: string
  readonly roleArn: string
  readonly code: string
  /** Of the deployment package. */
  readonly codeSize: number
  readonly codeSha256: string
  readonly timeoutSeconds: number
  readonly memoryMb: number
  readonly architecture: string
  readonly description?: string | undefined
  readonly variables: Readonly<Record<string, string>>
  readonly logGroupName: string
  readonly logFormat: 'JSON' | 'Text'
  readonly modified: Date
}
