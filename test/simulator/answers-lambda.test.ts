import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ListFunctionsCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
  type FunctionConfiguration,
  type GetFunctionCommandInput,
} from '@aws-sdk/client-lambda'
import { zipOf } from '../../src/simulator/cloudformation/zip.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { said } from '../support/said.ts'
import { create, functionOf, smallSystem } from '../support/small-stack.ts'
import type { System } from '../support/system.ts'

// Sources: LS a snapshot that LocalStack recorded on AWS, CC a recording of Cloud Custodian, DOC AWS's API reference.

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:small'

let system: System
beforeAll(async () => {
  system = await smallSystem()
  await create(system, functionOf('async () => { console.log("at work"); return 1 }'))
})
afterAll(() => system.simulator.stop())

// DOC: the formats of FunctionName
test.for(['small', 'small:$LATEST', ARN, `${ARN}:$LATEST`, '123456789012:function:small', 'function:small'])(
  'a function by %s',
  async (FunctionName) => {
    expect((await system.lambda.send(new GetFunctionCommand({ FunctionName }))).Configuration?.FunctionArn).toBe(ARN)
  },
)

test.for<[GetFunctionCommandInput, string]>([
  // LS test_ops_on_nonexisting_version, test_ops_with_arn_qualifier_mismatch, test_get_function_wrong_region
  [{ FunctionName: 'small', Qualifier: '1221' }, `ResourceNotFoundException: Function not found: ${ARN}:1221`],
  [{ FunctionName: 'small:1', Qualifier: '2' }, 'InvalidParameterValueException: The derived qualifier from the function name does not match the specified qualifier.'],
  [{ FunctionName: 'other' }, 'ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:123456789012:function:other'],
  [{ FunctionName: ARN.replace('us-east-1', 'eu-west-1') }, "ResourceNotFoundException: Functions from 'eu-west-1' are not reachable in this region ('us-east-1')"],
])('GetFunction of %o is refused', async ([input, expected]) => {
  expect(await said(system.lambda.send(new GetFunctionCommand(input)))).toBe(expected)
}) // prettier-ignore

test('what is invoked gives the end of its log where that is asked for', async () => {
  // DOC
  const { LogResult, ExecutedVersion } = await system.lambda.send(new InvokeCommand({ FunctionName: 'small', LogType: 'Tail' }))
  expect([
    Buffer.from(LogResult ?? '', 'base64')
      .toString()
      .includes('at work'),
    ExecutedVersion,
  ]).toEqual([true, '$LATEST'])
  expect((await system.lambda.send(new InvokeCommand({ FunctionName: 'small' }))).LogResult).toBeUndefined()
  expect(await said(system.lambda.send(new InvokeCommand({ FunctionName: 'small', Qualifier: '7' })))).toBe(
    `ResourceNotFoundException: Function not found: ${ARN}:7`,
  )
})

test('a description is changed, and shown with what AWS always tells of a function', async () => {
  // DOC; CC test_updated_lambda_architecture, test_set_xray_tracing_true; LS
  const updated = await system.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'small', Description: 'hello' }))
  expect(updated).toMatchObject({
    Description: 'hello',
    CodeSha256: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
    RevisionId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
    TracingConfig: { Mode: 'PassThrough' },
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
  })
  const { RevisionId } = await system.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'small' }))
  expect(RevisionId).toBe(updated.RevisionId)
  const { Functions, NextMarker } = await system.lambda.send(new ListFunctionsCommand({ MaxItems: 1 }))
  // LS test_list_functions: a list tells nothing of states.
  expect([Functions?.map(({ FunctionName, State, LastUpdateStatus }) => [FunctionName, State, LastUpdateStatus]), NextMarker]).toEqual([
    [['small', undefined, undefined]],
    undefined,
  ])
})

// LS test_function_lifecycle, test_lambda_code_location_zipfile
test('a new function is pending, an update in progress, and whoever waits finds them done', async () => {
  const { lambda } = system
  const stateOf = (it: FunctionConfiguration) => [
    it.State,
    it.StateReason,
    it.StateReasonCode,
    it.LastUpdateStatus,
    it.LastUpdateStatusReason,
    it.LastUpdateStatusReasonCode,
  ]
  const done = ['Active', undefined, undefined, 'Successful', undefined, undefined]
  const shown = async () => stateOf(await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'new' })))
  const { Role } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'small' }))
  const ZipFile = zipOf('index.js', 'exports.handler = async () => 1')
  const made = await lambda.send(
    new CreateFunctionCommand({ FunctionName: 'new', Runtime: 'nodejs22.x', Handler: 'index.handler', Role, Code: { ZipFile } }),
  )
  expect(stateOf(made)).toEqual(['Pending', 'The function is being created.', 'Creating', undefined, undefined, undefined])
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 2 }, { FunctionName: 'new' })
  expect(await shown()).toEqual(done)
  for (const update of [
    new UpdateFunctionConfigurationCommand({ FunctionName: 'new', Timeout: 9 }),
    new UpdateFunctionCodeCommand({ FunctionName: 'new', ZipFile }),
  ])
    expect(stateOf(await lambda.send(update as UpdateFunctionCodeCommand))).toEqual([
      'Active',
      undefined,
      undefined,
      'InProgress',
      'The function is being created.',
      'Creating',
    ])
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 2 }, { FunctionName: 'new' })
  expect(await shown()).toEqual(done)
})

test('$LATEST is not deleted without its function', async () => {
  // LS test_ops_with_arn_qualifier_mismatch[delete_function]
  expect(await said(system.lambda.send(new DeleteFunctionCommand({ FunctionName: 'small', Qualifier: '$LATEST' })))).toBe(
    'InvalidParameterValueException: $LATEST version cannot be deleted without deleting the function.',
  )
})

describe('what is not offered is said in the protocol of its service, by name', () => {
  const authorization = (service: string): string =>
    `AWS4-HMAC-SHA256 Credential=me/20261125/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`
  const FORM = 'application/x-www-form-urlencoded'

  type Sent = { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }

  test.for<[string, string, Sent, number, string]>([
    ['s3', '/', {}, 501, '<Error><Code>NotImplemented</Code><Message>The simulator does not know s3: GET /.</Message>'],
    ['ec2', '/', { method: 'POST', headers: { 'content-type': FORM }, body: 'Action=DescribeInstances&Version=2016-11-15' }, 400, '<Response><Errors><Error><Code>InvalidAction</Code><Message>The simulator does not know ec2:DescribeInstances.</Message>'],
    ['sqs', '/', { method: 'POST', headers: { 'content-type': FORM }, body: 'Action=ListQueues&Version=2012-11-05' }, 400, '<Code>InvalidAction</Code><Message>The simulator does not know sqs:ListQueues.</Message>'],
    ['cloudtrail', '/', { method: 'POST', headers: { 'x-amz-target': 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents' }, body: '{}' }, 400, 'The simulator does not know cloudtrail:LookupEvents.'],
    ['lambda', '/2017-03-31/tags/x', {}, 404, 'The simulator does not know lambda: GET /2017-03-31/tags/x.'],
    ['iam', '/', { method: 'POST', headers: { 'content-type': FORM }, body: 'Action=ListServerCertificates&Version=2010-05-08' }, 400, 'The simulator does not know iam:ListServerCertificates.'],
  ])('%s %s', async ([service, path, init, status, text]) => {
    const headers = { 'x-amz-date': '20261125T090000Z', authorization: authorization(service), ...init.headers }
    const answer = await fetch(`${system.simulator.endpoint}${path}`, { ...init, headers })
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(text)])
  }) // prettier-ignore
})
