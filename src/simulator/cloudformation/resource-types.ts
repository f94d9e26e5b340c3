import * as v from 'valibot'
import type { Place } from '../world/world.ts'
import { AwsError } from '../world/aws-error.ts'
import { PolicyDocument_ } from '../policy/policy-document.ts'
import { deleteRemediation, putRemediation } from '../config/remediation.ts'
import { deleteRule, putRule } from '../config/rules.ts'
import type { Role } from '../iam/state.ts'
import { endIdle, findFunction, mayAssume, type FunctionConfiguration, functionsOf } from '../lambda/functions.ts'
import { alarm } from './alarm-type.ts'
import { RemediationProperties, RuleProperties } from './config-shapes.ts'
import { ssmDocument } from './document-type.ts'
import { number, read } from './properties.ts'
import type { Properties, Provisioned, ResourceType } from './resource-type.ts'
import { iamOf } from '../iam/state.ts'
import { configOf } from '../config/state.ts'
import { parametersOf } from '../ssm/parameters.ts'
import { processesOf } from '../lambda/state.ts'
import { logGroupsOf } from '../logs/service.ts'

const Role_ = v.object({
  RoleName: v.optional(v.string()),
  Path: v.optional(v.string(), '/'),
  Description: v.optional(v.string()),
  AssumeRolePolicyDocument: PolicyDocument_,
  Policies: v.optional(v.array(v.object({ PolicyName: v.string(), PolicyDocument: PolicyDocument_ })), []),
  ManagedPolicyArns: v.optional(v.array(v.string()), []),
})

const role: ResourceType = {
  replacedBy: ['RoleName', 'Path'],
  customName: 'RoleName',
  capability: ({ RoleName }) => (RoleName === undefined ? 'CAPABILITY_IAM' : 'CAPABILITY_NAMED_IAM'),
  create: (place, properties, { uniqueName }) => {
    const iam = iamOf(place)
    const { RoleName = uniqueName(64), Path, Description } = read('AWS::IAM::Role', Role_, properties)
    if (iam.roles.has(RoleName.toLowerCase())) throw new AwsError('EntityAlreadyExists', 409, `Role with name ${RoleName} already exists.`)
    const Arn = iam.arn('role', Path, RoleName)
    const made: Role = {
      RoleName,
      RoleId: iam.newId('AROA'),
      Arn,
      Path,
      CreateDate: place.clock.now(),
      Description,
      AssumeRolePolicy: { Statement: [] },
      Policies: new Map(),
      PolicyArns: new Set(),
    }
    iam.roles.set(RoleName.toLowerCase(), made)
    return fillRole(made, properties, [])
  },
  update: (place, properties, { physicalId, attributes }) =>
    fillRole(
      iamOf(place).role(physicalId),
      properties,
      (attributes['Inline'] ?? '').split('\n').map((PolicyName) => ({ PolicyName })),
    ),
  remove: (place, { physicalId }) => void iamOf(place).roles.delete(physicalId.toLowerCase()),
}

/** Inline policies that were there `before` may go; those of AWS::IAM::RolePolicy stay. */
function fillRole(made: Role, properties: Properties, before: readonly { readonly PolicyName: string }[]): Provisioned {
  const { AssumeRolePolicyDocument, Policies, ManagedPolicyArns } = read('AWS::IAM::Role', Role_, properties)
  made.AssumeRolePolicy = AssumeRolePolicyDocument
  for (const { PolicyName } of before) made.Policies.delete(PolicyName)
  for (const { PolicyName, PolicyDocument } of Policies) made.Policies.set(PolicyName, PolicyDocument)
  made.PolicyArns = new Set(ManagedPolicyArns)
  return {
    physicalId: made.RoleName,
    attributes: { Arn: made.Arn, RoleId: made.RoleId, Inline: Policies.map(({ PolicyName }) => PolicyName).join('\n') },
  }
}

const RolePolicy_ = v.object({ PolicyName: v.string(), RoleName: v.string(), PolicyDocument: PolicyDocument_ })

const rolePolicy: ResourceType = {
  replacedBy: ['PolicyName', 'RoleName'],
  capability: () => 'CAPABILITY_IAM',
  create: (place, properties) => fillRolePolicy(place, properties),
  update: (place, properties) => fillRolePolicy(place, properties),
  remove: (place, { attributes: { Role: name = '', Policy = '' } }) =>
    void iamOf(place).roles.get(name.toLowerCase())?.Policies.delete(Policy),
}

function fillRolePolicy(place: Place, properties: Properties): Provisioned {
  const { PolicyName, RoleName, PolicyDocument } = read('AWS::IAM::RolePolicy', RolePolicy_, properties)
  iamOf(place).role(RoleName).Policies.set(PolicyName, PolicyDocument)
  return { physicalId: `${RoleName}|${PolicyName}`, attributes: { Role: RoleName, Policy: PolicyName } }
}

const Function_ = v.object({
  FunctionName: v.optional(v.string()),
  Runtime: v.pipe(v.string(), v.startsWith('nodejs', 'The simulator runs functions of Node.js runtimes only')),
  Handler: v.pipe(v.string(), v.startsWith('index.')),
  Role: v.string(),
  Code: v.object({ ZipFile: v.string() }),
  Timeout: v.optional(v.pipe(number, v.minValue(1), v.maxValue(900)), 3),
  MemorySize: v.optional(v.pipe(number, v.minValue(128), v.maxValue(10_240)), 128),
  Architectures: v.optional(v.array(v.picklist(['x86_64', 'arm64'])), ['x86_64']),
  Description: v.optional(v.string()),
  Environment: v.optional(v.object({ Variables: v.record(v.string(), v.string()) }), { Variables: {} }),
  LoggingConfig: v.optional(v.object({ LogGroup: v.optional(v.string()), LogFormat: v.optional(v.picklist(['JSON', 'Text'])) }), {}),
})

const lambdaFunction: ResourceType = {
  replacedBy: ['FunctionName', 'PackageType'],
  create: (place, properties, { uniqueName }) => {
    const { FunctionName = uniqueName(64) } = read('AWS::Lambda::Function', Function_, properties)
    const configuration = functionConfiguration(place, FunctionName, properties)
    if (functionsOf(place).has(configuration.arn))
      throw new AwsError('ResourceConflictException', 409, `Function already exist: ${FunctionName}`)
    functionsOf(place).set(configuration.arn, {
      configuration,
      permissions: new Map(),
      asynchronous: { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600 },
      idle: [],
    })
    processesOf(place).prepare()
    return { physicalId: FunctionName, attributes: { Arn: configuration.arn } }
  },
  update: async (place, properties, present) => {
    const target = findFunction(place, present.physicalId)
    target.configuration = functionConfiguration(place, present.physicalId, properties)
    await endIdle(target)
    return present
  },
  remove: async (place, { physicalId }) => {
    const target = findFunction(place, physicalId)
    functionsOf(place).delete(target.configuration.arn)
    await endIdle(target)
  },
}

function functionConfiguration(place: Place, name: string, properties: Properties): FunctionConfiguration {
  const read_ = read('AWS::Lambda::Function', Function_, properties)
  const role_ = iamOf(place).roleByArn(read_.Role)
  const arn = `arn:aws:lambda:${place.region}:${place.accountId}:function:${name}`
  if (!mayAssume(role_))
    throw new AwsError('InvalidParameterValueException', 400, 'The role defined for the function cannot be assumed by Lambda.')
  return {
    name,
    arn,
    runtime: read_.Runtime,
    handler: read_.Handler,
    roleArn: read_.Role,
    code: read_.Code.ZipFile,
    timeoutSeconds: read_.Timeout,
    memoryMb: read_.MemorySize,
    architecture: read_.Architectures[0] ?? 'x86_64',
    description: read_.Description,
    variables: read_.Environment.Variables,
    logGroupName: read_.LoggingConfig.LogGroup ?? `/aws/lambda/${name}`,
    logFormat: read_.LoggingConfig.LogFormat ?? 'Text',
    modified: place.clock.now(),
  }
}

const Permission_ = v.object({ FunctionName: v.string(), Action: v.string(), Principal: v.string(), SourceAccount: v.optional(v.string()) })

const permission: ResourceType = {
  replacedBy: ['FunctionName', 'Action', 'Principal', 'SourceAccount'],
  create: (place, properties, { uniqueName }) => {
    const { FunctionName, Action, Principal, SourceAccount } = read('AWS::Lambda::Permission', Permission_, properties)
    const target = findFunction(place, FunctionName)
    const id = uniqueName(100)
    target.permissions.set(id, { action: Action, principal: Principal, sourceAccount: SourceAccount })
    return { physicalId: id, attributes: { Function: target.configuration.arn } }
  },
  update: (_aws, _properties, present) => present,
  remove: (place, { physicalId, attributes }) =>
    void functionsOf(place)
      .get(attributes['Function'] ?? '')
      ?.permissions.delete(physicalId),
}

const EventInvokeConfig_ = v.object({
  FunctionName: v.string(),
  Qualifier: v.literal('$LATEST'),
  MaximumRetryAttempts: v.optional(v.pipe(number, v.minValue(0), v.maxValue(2)), 2),
  MaximumEventAgeInSeconds: v.optional(v.pipe(number, v.minValue(60), v.maxValue(21_600)), 21_600),
})

const eventInvokeConfig: ResourceType = {
  replacedBy: ['FunctionName', 'Qualifier'],
  create: (place, properties, { uniqueName }) => fillInvokeConfig(place, properties, uniqueName(100)),
  update: (place, properties, { physicalId }) => fillInvokeConfig(place, properties, physicalId),
  remove: () => undefined,
}

function fillInvokeConfig(place: Place, properties: Properties, physicalId: string): Provisioned {
  const { FunctionName, MaximumRetryAttempts, MaximumEventAgeInSeconds } = read(
    'AWS::Lambda::EventInvokeConfig',
    EventInvokeConfig_,
    properties,
  )
  findFunction(place, FunctionName).asynchronous = {
    maximumRetryAttempts: MaximumRetryAttempts,
    maximumEventAgeSeconds: MaximumEventAgeInSeconds,
  }
  return { physicalId, attributes: {} }
}

const LogGroup_ = v.object({ LogGroupName: v.optional(v.string()), RetentionInDays: v.optional(number) })

const logGroup: ResourceType = {
  replacedBy: ['LogGroupName'],
  create: (place, properties, { uniqueName }) => {
    const { LogGroupName = uniqueName(128), RetentionInDays } = read('AWS::Logs::LogGroup', LogGroup_, properties)
    if (logGroupsOf(place).has(LogGroupName))
      throw new AwsError('ResourceAlreadyExistsException', 400, 'The specified log group already exists')
    const arn = `arn:aws:logs:${place.region}:${place.accountId}:log-group:${LogGroupName}`
    const retention = RetentionInDays === undefined ? {} : { retentionInDays: RetentionInDays }
    logGroupsOf(place).set(LogGroupName, {
      logGroupName: LogGroupName,
      arn,
      creationTime: place.clock.now().getTime(),
      ...retention,
      streams: new Map(),
      characters: 0,
    })
    return { physicalId: LogGroupName, attributes: { Arn: `${arn}:*` } }
  },
  update: (place, properties, present) => {
    const { RetentionInDays } = read('AWS::Logs::LogGroup', LogGroup_, properties)
    const group = logGroupsOf(place).get(present.physicalId)
    if (group !== undefined && RetentionInDays !== undefined) group.retentionInDays = RetentionInDays
    return present
  },
  remove: (place, { physicalId }) => void logGroupsOf(place).delete(physicalId),
}

const ConfigRule_ = v.object({ ConfigRuleName: v.optional(v.string()) })

const configRule: ResourceType = {
  replacedBy: ['ConfigRuleName'],
  create: (place, properties, { uniqueName }) => {
    const { ConfigRuleName: name = uniqueName(64) } = read('AWS::Config::ConfigRule', ConfigRule_, properties)
    if (configOf(place).rules.has(name)) throw new AwsError('ResourceAlreadyExists', 400, `The rule ${name} already exists.`)
    return provisionRule(place, { ...properties, ConfigRuleName: name })
  },
  update: (place, properties, { physicalId }) => provisionRule(place, { ...properties, ConfigRuleName: physicalId }),
  remove: (place, { physicalId }) => deleteRule(place, physicalId),
}

function provisionRule(place: Place, properties: Properties): Provisioned {
  const name = { ConfigRuleName: read('AWS::Config::ConfigRule', ConfigRule_, properties).ConfigRuleName ?? '' }
  const { definition } = putRule(place, { ...read('AWS::Config::ConfigRule', RuleProperties, properties), ...name })
  return { physicalId: definition.ConfigRuleName, attributes: { Arn: definition.ConfigRuleArn, ConfigRuleId: definition.ConfigRuleId } }
}

const remediationConfiguration: ResourceType = {
  replacedBy: ['ConfigRuleName'],
  create: (place, properties) => provisionRemediation(place, properties),
  update: (place, properties) => provisionRemediation(place, properties),
  remove: (place, { attributes }) => deleteRemediation(place, attributes['Rule'] ?? ''),
}

function provisionRemediation(place: Place, properties: Properties): Provisioned {
  const configuration = read('AWS::Config::RemediationConfiguration', RemediationProperties, properties)
  putRemediation(place, configuration)
  return { physicalId: `${configuration.ConfigRuleName}-remediation`, attributes: { Rule: configuration.ConfigRuleName } }
}

const Parameter_ = v.object({
  Name: v.optional(v.string()),
  Type: v.picklist(['String', 'StringList']),
  Value: v.string(),
  Description: v.optional(v.string()),
})

const ssmParameter: ResourceType = {
  replacedBy: ['Name'],
  create: (place, properties, { uniqueName }) => provisionParameter(place, properties, uniqueName(100)),
  update: (place, properties, { physicalId }) => provisionParameter(place, properties, physicalId),
  remove: (place, { physicalId }) => void parametersOf(place).delete(physicalId),
}

function provisionParameter(place: Place, properties: Properties, defaultName: string): Provisioned {
  const { Name = defaultName, Type, Value, Description } = read('AWS::SSM::Parameter', Parameter_, properties)
  const versions = parametersOf(place).get(Name) ?? []
  const version = {
    Name,
    Type,
    Value,
    Description,
    Version: versions.length + 1,
    LastModifiedDate: place.clock.now(),
    LastModifiedUser: 'cloudformation',
  }
  parametersOf(place).set(Name, [...versions, version])
  return { physicalId: Name, attributes: { Type, Value } }
}

const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::IAM::Role': role,
  'AWS::IAM::RolePolicy': rolePolicy,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Permission': permission,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfig,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::Config::ConfigRule': configRule,
  'AWS::Config::RemediationConfiguration': remediationConfiguration,
  'AWS::SSM::Parameter': ssmParameter,
  'AWS::SSM::Document': ssmDocument,
  'AWS::CloudWatch::Alarm': alarm,
}

/** @throws ValidationError for a type that the simulator does not know */
export function typeOf(type: string): ResourceType {
  const found = RESOURCE_TYPES[type]
  if (found === undefined) throw new AwsError('ValidationError', 400, `Template format error: Unrecognized resource types: [${type}]`)
  return found
}
