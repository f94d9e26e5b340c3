import {
  DeleteAlarmsCommand,
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch'
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam'
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteFunctionEventInvokeConfigCommand,
  InvokeCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda'
import { CreateDocumentCommand, DeleteDocumentCommand, DescribeDocumentCommand, UpdateDocumentCommand } from '@aws-sdk/client-ssm'
import { describe, expect, test } from 'vitest'
import { zipOf } from '../../src/simulator/cloudformation/zip.ts'
import { content, smallSystem } from '../support/small-stack.ts'
import type { System } from '../support/system.ts'

const failure = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'nothing failed',
    (error: Error) => error.name,
  )

const trust = (Service: string): string =>
  JSON.stringify({ Statement: { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' } })

const RoleName = 'worker'
const Role = `arn:aws:iam::123456789012:role/${RoleName}`

const makeRole = ({ iam }: System, service = 'lambda.amazonaws.com') =>
  iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust(service) }))

describe('a role', () => {
  const PolicyDocument = JSON.stringify({ Statement: { Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*' } })
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess'

  test('is made once, changed, and goes only when it has no policy left', async () => {
    await using system = await smallSystem()
    const { iam } = system
    expect((await makeRole(system)).Role).toMatchObject({ RoleName, Arn: Role, Path: '/' })
    expect(await failure(makeRole(system))).toBe('EntityAlreadyExistsException')
    await iam.send(new UpdateRoleCommand({ RoleName, Description: 'works' }))
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust('ssm.amazonaws.com') }))
    const shown = (await iam.send(new GetRoleCommand({ RoleName }))).Role
    const document: unknown = JSON.parse(decodeURIComponent(shown?.AssumeRolePolicyDocument ?? ''))
    expect([shown?.Description, document]).toEqual(['works', JSON.parse(trust('ssm.amazonaws.com'))])
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'P', PolicyDocument }))
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }))
    const remove = () => failure(iam.send(new DeleteRoleCommand({ RoleName })))
    expect(await remove()).toBe('DeleteConflictException')
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }))
    expect(await remove()).toBe('DeleteConflictException')
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'P' }))
    expect([await remove(), await remove()]).toEqual(['nothing failed', 'NoSuchEntityException'])
  })

  test('takes no policy that is none', async () => {
    await using system = await smallSystem()
    await makeRole(system)
    const put = new PutRolePolicyCommand({ RoleName, PolicyName: 'P', PolicyDocument: '{' })
    expect(await failure(system.iam.send(put))).toBe('MalformedPolicyDocumentException')
  })
})

describe('a function', () => {
  /** Zipped, and compressed, by another program: index.js, whose handler says the word four times. */
  const ZIP =
    'UEsDBBQAAAAIAAAAIVxlrHwsOwAAAGAAAAAIAAAAaW5kZXguanNLrSjILyop1stIzEvJSS1SsFVILK7MS1bQSC1LzSvRVLC1U9CoVihOzEyxUgAL6ZXnF6UoaBPHqdUEAFBLAQIUAxQAAAAIAAAAIVxlrHwsOwAAAGAAAAAIAAAAAAAAAAAAAACAAQAAAABpbmRleC5qc1BLBQYAAAAAAQABADYAAABhAAAAAAA='
  const FunctionName = 'echo'

  const make = ({ lambda }: System, ZipFile: Buffer) =>
    lambda.send(new CreateFunctionCommand({ FunctionName, Runtime: 'nodejs24.x', Handler: 'index.handler', Role, Code: { ZipFile } }))

  async function answer({ lambda }: System): Promise<string> {
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: Buffer.from('{"word":"ho"}') }))
    return Buffer.from(Payload ?? []).toString()
  }

  test('is made of a zip, is given other code, and is gone', async () => {
    await using system = await smallSystem()
    await makeRole(system)
    expect((await make(system, Buffer.from(ZIP, 'base64'))).FunctionArn).toBe('arn:aws:lambda:us-east-1:123456789012:function:echo')
    expect(await answer(system)).toBe('{"said":"hohohoho"}')
    expect(await failure(make(system, Buffer.from(ZIP, 'base64')))).toBe('ResourceConflictException')
    const ZipFile = zipOf('index.js', "exports.handler = async () => 'Größe'")
    await system.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }))
    expect(await answer(system)).toBe('"Größe"')
    await system.lambda.send(new DeleteFunctionCommand({ FunctionName }))
    expect(await failure(system.lambda.send(new DeleteFunctionCommand({ FunctionName })))).toBe('ResourceNotFoundException')
  })

  test.for([
    ['text', Buffer.from("exports.handler = async () => 'text'")],
    ['nothing', Buffer.alloc(0)],
    ['a zip cut short', Buffer.from(ZIP, 'base64').subarray(0, 150)],
    ['a zip whose directory lies elsewhere', Buffer.concat([Buffer.from(ZIP, 'base64').subarray(60)])],
    ['a zip of another file', zipOf('main.py', 'print()')],
  ] as const)('is not made of %s', async ([, zip]) => {
    await using system = await smallSystem()
    await makeRole(system)
    expect(await failure(make(system, zip))).toBe('InvalidParameterValueException')
  })

  test('is not made for a role that Lambda cannot assume', async () => {
    await using system = await smallSystem()
    await makeRole(system, 'ssm.amazonaws.com')
    expect(await failure(make(system, Buffer.from(ZIP, 'base64')))).toBe('InvalidParameterValueException')
  })

  test('is given a permission once, and how often it is tried again', async () => {
    await using system = await smallSystem()
    const { lambda } = system
    await makeRole(system)
    await make(system, Buffer.from(ZIP, 'base64'))
    const permission = { FunctionName, StatementId: 'S', Action: 'lambda:InvokeFunction', Principal: 'config.amazonaws.com' }
    const { Statement = '' } = await lambda.send(new AddPermissionCommand(permission))
    expect(JSON.parse(Statement)).toMatchObject({ Sid: 'S', Principal: { Service: 'config.amazonaws.com' } })
    expect(await failure(lambda.send(new AddPermissionCommand(permission)))).toBe('ResourceConflictException')
    const remove = () => failure(lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: 'S' })))
    expect([await remove(), await remove()]).toEqual(['nothing failed', 'ResourceNotFoundException'])
    const update = () => lambda.send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName, MaximumEventAgeInSeconds: 60 }))
    expect(await failure(update())).toBe('ResourceNotFoundException')
    await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 0 }))
    expect(await update()).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 })
    const forget = () => failure(lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName })))
    expect([await forget(), await forget()]).toEqual(['nothing failed', 'ResourceNotFoundException'])
  })
})

test('a log group is made once, keeps its events so long, and is gone', async () => {
  await using system = await smallSystem()
  const { logs } = system
  const logGroupName = '/own/group'
  const make = () => failure(logs.send(new CreateLogGroupCommand({ logGroupName })))
  expect([await make(), await make()]).toEqual(['nothing failed', 'ResourceAlreadyExistsException'])
  const keep = (retentionInDays: number) => failure(logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays })))
  expect([await keep(8), await keep(7)]).toEqual(['InvalidParameterException', 'nothing failed'])
  expect((await logs.send(new DescribeLogGroupsCommand({}))).logGroups).toMatchObject([{ logGroupName, retentionInDays: 7 }])
  const remove = () => failure(logs.send(new DeleteLogGroupCommand({ logGroupName })))
  expect([await remove(), await remove()]).toEqual(['nothing failed', 'ResourceNotFoundException'])
})

test('a document is made, has another version while the default stays, and is gone', async () => {
  await using system = await smallSystem()
  const { ssm } = system
  const Name = 'Own'
  const text = (id: string): string =>
    JSON.stringify(content([{ name: 'Ask', action: 'aws:invokeLambdaFunction', inputs: { FunctionName: 'small', InputPayload: { id } } }]))
  const make = (Content: string) => failure(ssm.send(new CreateDocumentCommand({ Name, DocumentType: 'Automation', Content })))
  expect([await make('{'), await make('{}'), await make(text('one')), await make(text('one'))]).toEqual([
    'InvalidDocumentContent',
    'InvalidDocumentContent',
    'nothing failed',
    'DocumentAlreadyExists',
  ])
  const update = (Content: string, DocumentVersion: string) =>
    failure(ssm.send(new UpdateDocumentCommand({ Name, Content, DocumentVersion })))
  expect([await update(text('one'), '$LATEST'), await update(text('two'), '1'), await update(text('three'), '1')]).toEqual([
    'DuplicateDocumentContent',
    'nothing failed',
    'InvalidDocumentVersion',
  ])
  const { Document } = await ssm.send(new DescribeDocumentCommand({ Name }))
  expect([Document?.DefaultVersion, Document?.LatestVersion]).toEqual(['1', '2'])
  const remove = (name: string) => failure(ssm.send(new DeleteDocumentCommand({ Name: name })))
  expect([await remove(Name), await remove(Name), await remove('AWSConfigRemediation-RevokeUnusedIAMUserCredentials')]).toEqual([
    'nothing failed',
    'InvalidDocument',
    'InvalidDocument',
  ])
})

test('an alarm is put, shown and deleted; what the simulator does not measure is refused', async () => {
  await using system = await smallSystem()
  const { endpoint, region } = system.simulator
  const cloudWatch = new CloudWatchClient({ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
  const alarm: PutMetricAlarmCommandInput = {
    AlarmName: 'watch',
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'FunctionName', Value: 'small' }],
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  }
  const put = (changed: Partial<PutMetricAlarmCommandInput>) =>
    failure(cloudWatch.send(new PutMetricAlarmCommand({ ...alarm, ...changed })))
  expect([await put({ Unit: 'Count' }), await put({ Statistic: 'Average' }), await put({ Period: 90 }), await put({})]).toEqual([
    'ValidationError',
    'ValidationError',
    'ValidationError',
    'nothing failed',
  ])
  const { MetricAlarms } = await cloudWatch.send(new DescribeAlarmsCommand({}))
  expect(MetricAlarms).toMatchObject([
    { ...alarm, StateValue: 'INSUFFICIENT_DATA', AlarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:watch' },
  ])
  const remove = () => failure(cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ['watch'] })))
  expect([await remove(), await remove()]).toEqual(['nothing failed', 'ResourceNotFound'])
})
