import { uuidOf } from '../world/random.ts'
import type { FunctionConfiguration } from './configuration.ts'

/** A function's configuration as the API shows it. */
export const shownFunction = (configuration: FunctionConfiguration) => ({
  FunctionName: configuration.name,
  FunctionArn: configuration.arn,
  Runtime: configuration.runtime as 'nodejs24.x',
  Handler: configuration.handler,
  Role: configuration.roleArn,
  CodeSize: configuration.codeSize,
  CodeSha256: configuration.codeSha256,
  Description: configuration.description ?? '',
  Timeout: configuration.timeoutSeconds,
  MemorySize: configuration.memoryMb,
  Architectures: [configuration.architecture as 'arm64'],
  Environment: { Variables: { ...configuration.variables } },
  EphemeralStorage: { Size: 512 },
  LastModified: configuration.modified.toISOString().replace('Z', '+0000'),
  LoggingConfig: { LogFormat: configuration.logFormat, LogGroup: configuration.logGroupName },
  RevisionId: uuidOf(JSON.stringify(configuration)),
  RuntimeVersionConfig: { RuntimeVersionArn: `${configuration.arn.split(':').slice(0, 4).join(':')}::runtime:simulator` },
  SnapStart: { ApplyOn: 'None' as const, OptimizationStatus: 'Off' as const },
  TracingConfig: { Mode: 'PassThrough' as const },
  Version: '$LATEST',
  PackageType: 'Zip' as const,
  State: 'Active' as const,
  LastUpdateStatus: 'Successful' as const,
})
