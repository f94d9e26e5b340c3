import type { FunctionConfiguration } from './configuration.ts'

/** A function's configuration as the API shows it. */
export const shownFunction = (configuration: FunctionConfiguration) => ({
  FunctionName: configuration.name,
  FunctionArn: configuration.arn,
  Runtime: configuration.runtime as 'nodejs24.x',
  Handler: configuration.handler,
  Role: configuration.roleArn,
  CodeSize: Buffer.byteLength(configuration.code),
  Description: configuration.description,
  Timeout: configuration.timeoutSeconds,
  MemorySize: configuration.memoryMb,
  Architectures: [configuration.architecture as 'arm64'],
  Environment: { Variables: { ...configuration.variables } },
  LastModified: configuration.modified.toISOString(),
  LoggingConfig: { LogFormat: configuration.logFormat, LogGroup: configuration.logGroupName },
  Version: '$LATEST',
  PackageType: 'Zip' as const,
  State: 'Active' as const,
  LastUpdateStatus: 'Successful' as const,
})
