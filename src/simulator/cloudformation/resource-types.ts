import * as v from 'valibot'
import type { Aws } from '../aws.ts'
import { AwsError } from '../aws-error.ts'
import { PolicyDocument_ } from '../authorization/policy-document.ts'
import { deleteRemediation, putRemediation } from '../config/remediation.ts'
import { deleteRule, putRule } from '../config/rules.ts'
import type { Role } from '../iam/state.ts'
import { endIdle, findFunction, type FunctionConfiguration } from '../lambda/functions.ts'
import { ownDocument } from '../ssm/own-document.ts'
import { trusts } from '../sts/session.ts'
import { number, RemediationProperties, RuleProperties } from './config-shapes.ts'
import type { Naming, Properties, Provisioned, ResourceType } from './resource-type.ts'

function read<const S extends v.GenericSchema>(type: string, schema: S, properties: Properties): v.InferOutput<S> {
  const parsed = v.safeParse(schema, properties)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new AwsError(
    'ValidationError',
    400,
    `Properties validation failed for resource of type ${type}: #/${v.getDotPath(issue)?.replaceAll('.', '/')}: ${issue.message}`,
  )
}

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
  capability: ({ RoleName }) => (RoleName === undefined ? 'CAPABILITY_IAM' : 'CAPABILITY_NAMED_IAM'),
  create: ({ iam, clock }, properties, { uniqueName }) => {
    const { RoleName = uniqueName(64), Path, Description } = read('AWS::IAM::Role', Role_, properties)
    if (iam.roles.has(RoleName.toLowerCase())) throw new AwsError('EntityAlreadyExists', 409, `Role with name ${RoleName} already exists.`)
    const Arn = iam.arn('role', Path, RoleName)
    const made: Role = {
      RoleName,
      RoleId: iam.newId('AROA'),
      Arn,
      Path,
      CreateDate: clock.now(),
      Description,
      AssumeRolePolicy: { Statement: [] },
      Policies: new Map(),
      PolicyArns: new Set(),
    }
    iam.roles.set(RoleName.toLowerCase(), made)
    return fillRole(made, properties, [])
  },
  update: ({ iam }, properties, { physicalId, attributes }) =>
    fillRole(
      iam.role(physicalId),
      properties,
      (attributes['Inline'] ?? '').split('\n').map((PolicyName) => ({ PolicyName })),
    ),
  remove: ({ iam }, { physicalId }) => void iam.roles.delete(physicalId.toLowerCase()),
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
  create: (aws, properties) => fillRolePolicy(aws, properties),
  update: (aws, properties) => fillRolePolicy(aws, properties),
  remove: ({ iam }, { attributes: { Role: name = '', Policy = '' } }) => void iam.roles.get(name.toLowerCase())?.Policies.delete(Policy),
}

function fillRolePolicy({ iam }: Aws, properties: Properties): Provisioned {
  const { PolicyName, RoleName, PolicyDocument } = read('AWS::IAM::RolePolicy', RolePolicy_, properties)
  iam.role(RoleName).Policies.set(PolicyName, PolicyDocument)
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
  create: (aws, properties, { uniqueName }) => {
    const { FunctionName = uniqueName(64) } = read('AWS::Lambda::Function', Function_, properties)
    const configuration = functionConfiguration(aws, FunctionName, properties)
    if (aws.functions.has(configuration.arn))
      throw new AwsError('ResourceConflictException', 409, `Function already exist: ${FunctionName}`)
    aws.functions.set(configuration.arn, {
      configuration,
      permissions: new Map(),
      asynchronous: { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600 },
      idle: [],
    })
    aws.processes.prepare()
    return { physicalId: FunctionName, attributes: { Arn: configuration.arn } }
  },
  update: async (aws, properties, present) => {
    const target = findFunction(aws, present.physicalId)
    target.configuration = functionConfiguration(aws, present.physicalId, properties)
    await endIdle(target)
    return present
  },
  remove: async (aws, { physicalId }) => {
    const target = findFunction(aws, physicalId)
    aws.functions.delete(target.configuration.arn)
    await endIdle(target)
  },
}

function functionConfiguration(aws: Aws, name: string, properties: Properties): FunctionConfiguration {
  const read_ = read('AWS::Lambda::Function', Function_, properties)
  const role_ = aws.iam.roleByArn(read_.Role)
  const arn = `arn:aws:lambda:${aws.region}:${aws.accountId}:function:${name}`
  if (role_ === undefined || !trusts(role_, 'lambda.amazonaws.com', aws.accountId, arn))
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
    modified: aws.clock.now(),
  }
}

const Permission_ = v.object({ FunctionName: v.string(), Action: v.string(), Principal: v.string(), SourceAccount: v.optional(v.string()) })

const permission: ResourceType = {
  replacedBy: ['FunctionName', 'Action', 'Principal', 'SourceAccount'],
  create: (aws, properties, { uniqueName }) => {
    const { FunctionName, Action, Principal, SourceAccount } = read('AWS::Lambda::Permission', Permission_, properties)
    const target = findFunction(aws, FunctionName)
    const id = uniqueName(100)
    target.permissions.set(id, { action: Action, principal: Principal, sourceAccount: SourceAccount })
    return { physicalId: id, attributes: { Function: target.configuration.arn } }
  },
  update: (_aws, _properties, present) => present,
  remove: ({ functions }, { physicalId, attributes }) => void functions.get(attributes['Function'] ?? '')?.permissions.delete(physicalId),
}

const EventInvokeConfig_ = v.object({
  FunctionName: v.string(),
  Qualifier: v.literal('$LATEST'),
  MaximumRetryAttempts: v.optional(v.pipe(number, v.minValue(0), v.maxValue(2)), 2),
  MaximumEventAgeInSeconds: v.optional(v.pipe(number, v.minValue(60), v.maxValue(21_600)), 21_600),
})

const eventInvokeConfig: ResourceType = {
  replacedBy: ['FunctionName', 'Qualifier'],
  create: (aws, properties, { uniqueName }) => fillInvokeConfig(aws, properties, uniqueName(100)),
  update: (aws, properties, { physicalId }) => fillInvokeConfig(aws, properties, physicalId),
  remove: () => undefined,
}

function fillInvokeConfig(aws: Aws, properties: Properties, physicalId: string): Provisioned {
  const { FunctionName, MaximumRetryAttempts, MaximumEventAgeInSeconds } = read(
    'AWS::Lambda::EventInvokeConfig',
    EventInvokeConfig_,
    properties,
  )
  findFunction(aws, FunctionName).asynchronous = {
    maximumRetryAttempts: MaximumRetryAttempts,
    maximumEventAgeSeconds: MaximumEventAgeInSeconds,
  }
  return { physicalId, attributes: {} }
}

const LogGroup_ = v.object({ LogGroupName: v.optional(v.string()), RetentionInDays: v.optional(number) })

const logGroup: ResourceType = {
  replacedBy: ['LogGroupName'],
  create: (aws, properties, { uniqueName }) => {
    const { LogGroupName = uniqueName(128), RetentionInDays } = read('AWS::Logs::LogGroup', LogGroup_, properties)
    if (aws.logGroups.has(LogGroupName)) throw new AwsError('ResourceAlreadyExistsException', 400, 'The specified log group already exists')
    const arn = `arn:aws:logs:${aws.region}:${aws.accountId}:log-group:${LogGroupName}`
    const retention = RetentionInDays === undefined ? {} : { retentionInDays: RetentionInDays }
    aws.logGroups.set(LogGroupName, {
      logGroupName: LogGroupName,
      arn,
      creationTime: aws.clock.now().getTime(),
      ...retention,
      streams: new Map(),
      characters: 0,
    })
    return { physicalId: LogGroupName, attributes: { Arn: `${arn}:*` } }
  },
  update: ({ logGroups }, properties, present) => {
    const { RetentionInDays } = read('AWS::Logs::LogGroup', LogGroup_, properties)
    const group = logGroups.get(present.physicalId)
    if (group !== undefined && RetentionInDays !== undefined) group.retentionInDays = RetentionInDays
    return present
  },
  remove: ({ logGroups }, { physicalId }) => void logGroups.delete(physicalId),
}

const ConfigRule_ = v.object({ ConfigRuleName: v.optional(v.string()) })

const configRule: ResourceType = {
  replacedBy: ['ConfigRuleName'],
  create: (aws, properties, { uniqueName }) => {
    const { ConfigRuleName: name = uniqueName(64) } = read('AWS::Config::ConfigRule', ConfigRule_, properties)
    if (aws.config.rules.has(name)) throw new AwsError('ResourceAlreadyExists', 400, `The rule ${name} already exists.`)
    return provisionRule(aws, { ...properties, ConfigRuleName: name })
  },
  update: (aws, properties, { physicalId }) => provisionRule(aws, { ...properties, ConfigRuleName: physicalId }),
  remove: (aws, { physicalId }) => deleteRule(aws, physicalId),
}

function provisionRule(aws: Aws, properties: Properties): Provisioned {
  const name = { ConfigRuleName: read('AWS::Config::ConfigRule', ConfigRule_, properties).ConfigRuleName ?? '' }
  const { definition } = putRule(aws, { ...read('AWS::Config::ConfigRule', RuleProperties, properties), ...name })
  return { physicalId: definition.ConfigRuleName, attributes: { Arn: definition.ConfigRuleArn, ConfigRuleId: definition.ConfigRuleId } }
}

const remediationConfiguration: ResourceType = {
  replacedBy: ['ConfigRuleName'],
  create: (aws, properties) => provisionRemediation(aws, properties),
  update: (aws, properties) => provisionRemediation(aws, properties),
  remove: (aws, { attributes }) => deleteRemediation(aws, attributes['Rule'] ?? ''),
}

function provisionRemediation(aws: Aws, properties: Properties): Provisioned {
  const configuration = read('AWS::Config::RemediationConfiguration', RemediationProperties, properties)
  putRemediation(aws, configuration)
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
  create: (aws, properties, { uniqueName }) => provisionParameter(aws, properties, uniqueName(100)),
  update: (aws, properties, { physicalId }) => provisionParameter(aws, properties, physicalId),
  remove: ({ parameters }, { physicalId }) => void parameters.delete(physicalId),
}

function provisionParameter(aws: Aws, properties: Properties, defaultName: string): Provisioned {
  const { Name = defaultName, Type, Value, Description } = read('AWS::SSM::Parameter', Parameter_, properties)
  const versions = aws.parameters.get(Name) ?? []
  const version = {
    Name,
    Type,
    Value,
    Description,
    Version: versions.length + 1,
    LastModifiedDate: aws.clock.now(),
    LastModifiedUser: 'cloudformation',
  }
  aws.parameters.set(Name, [...versions, version])
  return { physicalId: Name, attributes: { Type, Value } }
}

const Document_ = v.object({
  Name: v.optional(v.string()),
  DocumentType: v.literal('Automation'),
  DocumentFormat: v.optional(v.string()),
  UpdateMethod: v.optional(v.picklist(['Replace', 'NewVersion'])),
  Content: v.record(v.string(), v.unknown()),
})

const document_: ResourceType = {
  replacedBy: ['Name', 'DocumentType'],
  create: (aws, properties, { uniqueName }) => {
    const { Name = uniqueName(128), Content } = read('AWS::SSM::Document', Document_, properties)
    aws.documents.set(Name, ownDocument(Name, Content, ['1']))
    return { physicalId: Name, attributes: {} }
  },
  update: (aws, properties, present) => {
    const { Content } = read('AWS::SSM::Document', Document_, properties)
    const versions = aws.documents.get(present.physicalId)?.versions ?? []
    aws.documents.set(present.physicalId, ownDocument(present.physicalId, Content, [...versions, String(versions.length + 1)]))
    return present
  },
  remove: ({ documents }, { physicalId }) => void documents.delete(physicalId),
}

/** A resource that stands in the stack and does nothing here: the simulator has no CloudWatch metrics. */
const inert: ResourceType = {
  replacedBy: [],
  create: (_aws: Aws, _properties: Properties, { uniqueName }: Naming) => ({ physicalId: uniqueName(100), attributes: {} }),
  update: (_aws, _properties, present) => present,
  remove: () => undefined,
}

export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::IAM::Role': role,
  'AWS::IAM::RolePolicy': rolePolicy,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Permission': permission,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfig,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::Config::ConfigRule': configRule,
  'AWS::Config::RemediationConfiguration': remediationConfiguration,
  'AWS::SSM::Parameter': ssmParameter,
  'AWS::SSM::Document': document_,
  'AWS::CloudWatch::Alarm': inert,
}
