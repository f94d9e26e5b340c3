import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import * as v from 'valibot'
import { call, remove, type Author } from './author.ts'
import { number, read } from './properties.ts'
import type { Properties, Provisioned, ResourceType } from './resource-type.ts'
import { zipOf } from './zip.ts'

const GONE = ['ResourceNotFoundException']

const Function_ = v.strictObject({
  FunctionName: v.optional(v.string()),
  Runtime: v.pipe(v.string(), v.startsWith('nodejs', 'The simulator runs functions of Node.js runtimes only')),
  Handler: v.pipe(v.string(), v.startsWith('index.')),
  Role: v.string(),
  Code: v.strictObject({ ZipFile: v.string() }),
  Timeout: v.optional(v.pipe(number, v.minValue(1), v.maxValue(900)), 3),
  MemorySize: v.optional(v.pipe(number, v.minValue(128), v.maxValue(10_240)), 128),
  Architectures: v.optional(v.array(v.picklist(['x86_64', 'arm64'])), ['x86_64']),
  Description: v.optional(v.string()),
  Environment: v.optional(v.strictObject({ Variables: v.record(v.string(), v.string()) }), { Variables: {} }),
  LoggingConfig: v.optional(v.strictObject({ LogGroup: v.optional(v.string()), LogFormat: v.optional(v.picklist(['JSON', 'Text'])) }), {}),
})

const lambdaFunction: ResourceType = {
  attributes: ['Arn'],
  identifiers: ['FunctionName'],
  replacedBy: ['FunctionName', 'PackageType'],
  create: async (author, properties, { uniqueName }) => {
    const { FunctionName = uniqueName(64), Code, ...settings } = read('AWS::Lambda::Function', Function_, properties)
    const made = await call<FunctionConfiguration>(author, 'lambda:CreateFunction', {
      FunctionName,
      ...settings,
      Code: { ZipFile: zipOf('index.js', Code.ZipFile) },
    })
    return { physicalId: FunctionName, attributes: { Arn: made.FunctionArn ?? '' } }
  },
  update: async (author, properties, present) => {
    const FunctionName = present.physicalId
    const { Code, Architectures, Description = '', LoggingConfig, ...settings } = read('AWS::Lambda::Function', Function_, properties)
    const logging = { LogGroup: `/aws/lambda/${FunctionName}`, LogFormat: 'Text', ...LoggingConfig }
    await call(author, 'lambda:UpdateFunctionConfiguration', { ...settings, FunctionName, Description, LoggingConfig: logging })
    await call(author, 'lambda:UpdateFunctionCode', { FunctionName, ZipFile: zipOf('index.js', Code.ZipFile), Architectures })
    return present
  },
  remove: (author, { physicalId }) => call(author, 'lambda:DeleteFunction', { FunctionName: physicalId }),
}

const Permission_ = v.strictObject({
  FunctionName: v.string(),
  Action: v.string(),
  Principal: v.string(),
  SourceAccount: v.optional(v.string()),
})

const permission: ResourceType = {
  attributes: [],
  identifiers: [],
  replacedBy: ['FunctionName', 'Action', 'Principal', 'SourceAccount'],
  create: async (author, properties, { uniqueName }) => {
    const StatementId = uniqueName(100)
    await call(author, 'lambda:AddPermission', { ...read('AWS::Lambda::Permission', Permission_, properties), StatementId })
    return { physicalId: StatementId, attributes: {} }
  },
  update: async (_author, _properties, present) => present,
  remove: (author, { physicalId: StatementId, properties: { FunctionName } }) =>
    remove(author, 'lambda:RemovePermission', { FunctionName, StatementId }, GONE),
}

const EventInvokeConfig_ = v.strictObject({
  FunctionName: v.string(),
  Qualifier: v.literal('$LATEST'),
  MaximumRetryAttempts: v.optional(v.pipe(number, v.minValue(0), v.maxValue(2)), 2),
  MaximumEventAgeInSeconds: v.optional(v.pipe(number, v.minValue(60), v.maxValue(21_600)), 21_600),
})

const eventInvokeConfig: ResourceType = {
  attributes: [],
  identifiers: [],
  replacedBy: ['FunctionName', 'Qualifier'],
  create: (author, properties, { uniqueName }) => configureInvocations(author, properties, uniqueName(100)),
  update: (author, properties, { physicalId }) => configureInvocations(author, properties, physicalId),
  remove: (author, { properties: { FunctionName, Qualifier } }) =>
    remove(author, 'lambda:DeleteFunctionEventInvokeConfig', { FunctionName, Qualifier }, GONE),
}

async function configureInvocations(author: Author, properties: Properties, physicalId: string): Promise<Provisioned> {
  const wanted = read('AWS::Lambda::EventInvokeConfig', EventInvokeConfig_, properties)
  await call(author, 'lambda:PutFunctionEventInvokeConfig', wanted)
  return { physicalId, attributes: {} }
}

export const lambdaTypes = {
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Permission': permission,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfig,
}
