import { uuidOf } from '../world/random.ts'
import type { FunctionConfiguration } from './configuration.ts'

const CREATING = 'The function is being created.'

/** As CreateFunction answers: the function is pending, and whoever asks next finds it active. */
export const newFunction = (configuration: FunctionConfiguration) => ({
  ...listedFunction(configuration),
  State: 'Pending' as const,
  StateReason: CREATING,
  StateReasonCode: 'Creating' as const,
})

/** As an update answers: it is in progress, and whoever asks next finds it done. */
export const updatedFunction = (configuration: FunctionConfiguration) => ({
  ...shownFunction(configuration),
  LastUpdateStatus: 'InProgress' as const,
  LastUpdateStatusReason: CREATING,
  LastUpdateStatusReasonCode: 'Creating' as const,
})

/** A function's configuration as the API shows it. */
export const shownFunction = (configuration: FunctionConfiguration) => ({
  ...listedFunction(configuration),
  State: 'Active' as const,
  LastUpdateStatus: 'Successful' as const,
})

/** A function in a list, which does not tell its state. */
export const listedFunction = (configuration: FunctionConfiguration) => ({
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
})
