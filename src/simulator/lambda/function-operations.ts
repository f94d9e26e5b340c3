import { createHash } from 'node:crypto'
import {
  CreateFunction$,
  DeleteFunction$,
  UpdateFunctionCode$,
  UpdateFunctionConfiguration$,
  type CreateFunctionRequest,
  type DeleteFunctionRequest,
  type UpdateFunctionCodeRequest,
  type UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda'
import { AwsError } from '../world/aws-error.ts'
import type { Call } from '../world/call.ts'
import { operation } from '../world/operation.ts'
import type { Place } from '../world/world.ts'
import { checkRole, checkSettings, refused } from './checks.ts'
import type { FunctionConfiguration } from './configuration.ts'
import { nameOf } from './function-name.ts'
import { endIdle, findFunction, functionsOf, type LambdaFunction } from './functions.ts'
import { NOT_CONFIGURED } from './invoke-config.ts'
import { newFunction, updatedFunction } from './shown.ts'
import { processesOf } from './state.ts'
import { codeIn } from './unzip.ts'

export const functionOperations = [
  operation(
    CreateFunction$,
    [
      'FunctionName',
      'Role',
      'Code.ZipFile',
      'Runtime',
      'Handler',
      'Description',
      'Timeout',
      'MemorySize',
      'Environment',
      'Architectures',
      'LoggingConfig.LogGroup',
      'LoggingConfig.LogFormat',
    ],
    async (request: CreateFunctionRequest, call) => {
      const { place } = call
      const configuration = configurationOf(request, call)
      await checkRole(call, configuration.roleArn, configuration.name)
      if (functionsOf(place).has(configuration.arn))
        throw new AwsError('ResourceConflictException', 409, `Function already exist: ${configuration.name}`)
      functionsOf(place).set(configuration.arn, { configuration, permissions: new Map(), asynchronous: NOT_CONFIGURED, idle: [] })
      processesOf(place).prepare(configuration.code)
      return newFunction(configuration)
    },
  ),
  operation(
    UpdateFunctionCode$,
    ['FunctionName', 'ZipFile', 'Architectures'],
    async ({ FunctionName = '', ZipFile, Architectures }: UpdateFunctionCodeRequest, { place, now }) => {
      const target = findFunction(place, { FunctionName })
      const [architecture = target.configuration.architecture] = Architectures ?? []
      return become(place, target, { ...target.configuration, ...codeOf(ZipFile), architecture, modified: now })
    },
  ),
  operation(
    UpdateFunctionConfiguration$,
    [
      'FunctionName',
      'Role',
      'Runtime',
      'Handler',
      'Description',
      'Timeout',
      'MemorySize',
      'Environment',
      'LoggingConfig.LogGroup',
      'LoggingConfig.LogFormat',
    ],
    async (request: UpdateFunctionConfigurationRequest, call) => {
      const target = findFunction(call.place, { FunctionName: request.FunctionName })
      const { configuration } = target
      checkSettings(request)
      if (request.Role !== undefined) await checkRole(call, request.Role, configuration.name)
      return become(call.place, target, {
        ...configuration,
        runtime: request.Runtime ?? configuration.runtime,
        handler: request.Handler ?? configuration.handler,
        roleArn: request.Role ?? configuration.roleArn,
        timeoutSeconds: request.Timeout ?? configuration.timeoutSeconds,
        memoryMb: request.MemorySize ?? configuration.memoryMb,
        description: request.Description ?? configuration.description,
        variables: request.Environment?.Variables ?? configuration.variables,
        logGroupName: request.LoggingConfig?.LogGroup ?? configuration.logGroupName,
        logFormat: request.LoggingConfig?.LogFormat ?? configuration.logFormat,
        modified: call.now,
      })
    },
  ),
  operation(DeleteFunction$, ['FunctionName', 'Qualifier'], async (request: DeleteFunctionRequest, { place }) => {
    const { qualifier } = nameOf(place, request)
    if (qualifier === '$LATEST') throw refused('$LATEST version cannot be deleted without deleting the function.')
    const target = findFunction(place, { FunctionName: request.FunctionName?.replace(/:\d+$/, '') })
    // There are no other versions, and to delete what is not there succeeds.
    if (qualifier !== undefined) return { StatusCode: 204 }
    functionsOf(place).delete(target.configuration.arn)
    await endIdle(place, target)
    return { StatusCode: 204 }
  }),
]

/** What waits is of before, and ends. */
async function become(place: Place, target: LambdaFunction, configuration: FunctionConfiguration) {
  target.configuration = configuration
  await endIdle(place, target)
  return updatedFunction(configuration)
}

function configurationOf(request: CreateFunctionRequest, call: Call): FunctionConfiguration {
  const { FunctionName: name = '', Runtime, Handler = '', Role = '', Code, Timeout = 3, MemorySize = 128 } = request
  const { Description, Environment, LoggingConfig, Architectures: [architecture = 'x86_64'] = [] } = request
  if (Runtime === undefined) throw refused('The simulator runs functions of Node.js runtimes only.')
  if (!/^[\w-]{1,64}$/.test(name)) throw refused(`The simulator takes no function name ${name}.`)
  checkSettings({ Runtime, Handler, Timeout, MemorySize })
  return {
    name,
    arn: `arn:aws:lambda:${call.place.region}:${call.place.accountId}:function:${name}`,
    runtime: Runtime,
    handler: Handler,
    roleArn: Role,
    ...codeOf(Code?.ZipFile),
    timeoutSeconds: Timeout,
    memoryMb: MemorySize,
    architecture,
    description: Description,
    variables: Environment?.Variables ?? {},
    logGroupName: LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    logFormat: LoggingConfig?.LogFormat ?? 'Text',
    modified: call.now,
  }
}

function codeOf(zip: Uint8Array | undefined): Pick<FunctionConfiguration, 'code' | 'codeSize' | 'codeSha256'> {
  if (zip === undefined) throw refused('The simulator takes code from ZipFile only.')
  return { code: codeIn(zip), codeSize: zip.byteLength, codeSha256: createHash('sha256').update(zip).digest('base64') }
}
