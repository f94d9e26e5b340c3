import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Simulator } from '../../src/simulator/index.ts'
import { awsSdkV2, hasBoto3 } from '../support/installed.ts'
import { START } from '../support/system.ts'

let simulator: Simulator
beforeAll(async () => {
  simulator = await Simulator.start({ at: START })
})
afterAll(() => simulator.stop())

describe.skipIf(!hasBoto3())('boto3 (skipped where it is not installed)', () => {
  test('pages, filters, patterns, and members that are not honoured', async () => {
    const env = {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      AWS_ENDPOINT_URL: simulator.endpoint,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'me',
      AWS_SECRET_ACCESS_KEY: 'me',
    }
    const { stdout } = await promisify(execFile)('python3', ['test/conformance/boto3_client.py'], { env })
    const lines = stdout.trim().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      [10, 2],
      ['/many/p01', '/many/p03'],
      'ValidationException: The simulator does not honour Policies of ssm:PutParameter.',
      ['{"type":"platform.start"}'],
      ['ERROR one', 'WARN two'],
      ['WARN two'],
      'InvalidParameterException: The simulator does not honour includeLinkedAccounts of logs:DescribeLogGroups.',
      [2, 1],
      'ValidationError: The simulator does not honour MaxSessionDuration of iam:CreateRole.',
      'ValidationError: The simulator does not honour StackPolicyBody of cloudformation:CreateStack.',
      'ValidationError: The simulator does not honour DataProtectionPolicy of sns:CreateTopic.',
      'ValidationException: The simulator does not honour ClientContext of lambda:Invoke.',
    ])
  })
})

type Answer = Readonly<Record<string, unknown>>

/** As far as the test uses it: it brings no types that need not be installed. */
type Version2 = {
  readonly [Service in 'SSM' | 'CloudWatchLogs' | 'Lambda' | 'CloudFormation']: new (settings: object) => {
    readonly makeRequest: (operation: string, input: object) => { readonly promise: () => Promise<Answer> }
  }
}

const sdk = awsSdkV2()

describe.skipIf(sdk === undefined)('the AWS SDK for JavaScript v2 (skipped where AWS_SDK_V2 does not name its folder)', () => {
  test('pages, patterns, and members that are not honoured', async () => {
    const { SSM, CloudWatchLogs, Lambda, CloudFormation } = createRequire(import.meta.url)(String(sdk)) as Version2
    const settings = {
      endpoint: simulator.endpoint,
      region: 'eu-west-1',
      accessKeyId: 'me',
      secretAccessKey: 'me',
      maxRetries: 0,
      paramValidation: false,
    }
    const [ssm, logs, lambda, stacks] = [
      new SSM(settings),
      new CloudWatchLogs(settings),
      new Lambda(settings),
      new CloudFormation(settings),
    ]
    const said = (call: { readonly promise: () => Promise<Answer> }): Promise<unknown> =>
      call.promise().catch((error: { readonly code: string; readonly message: string }) => `${error.code}: ${error.message}`)

    for (const name of ['a', 'b']) await ssm.makeRequest('putParameter', { Name: name, Type: 'String', Value: 'v' }).promise()
    const first = await ssm.makeRequest('describeParameters', { MaxResults: 1 }).promise()
    const second = await ssm.makeRequest('describeParameters', { MaxResults: 1, NextToken: first['NextToken'] }).promise()
    expect([first, second].map(({ Parameters }) => (Parameters as { Name: string }[]).map(({ Name }) => Name))).toEqual([['a'], ['b']])
    expect(second['NextToken']).toBeUndefined()

    const stream = { logGroupName: 'g', logStreamName: 's' }
    await logs.makeRequest('createLogGroup', { logGroupName: 'g' }).promise()
    await logs.makeRequest('createLogStream', stream).promise()
    const messages = ['{"level":"INFO","n":1}', '{"level":"ERROR","n":5}']
    const timestamp = new Date(START).getTime()
    await logs.makeRequest('putLogEvents', { ...stream, logEvents: messages.map((message) => ({ timestamp, message })) }).promise()
    const { events } = await logs.makeRequest('filterLogEvents', { logGroupName: 'g', filterPattern: '{ $.n > 1 }' }).promise()
    expect((events as { message: string }[]).map(({ message }) => message)).toEqual(['{"level":"ERROR","n":5}'])

    expect(await said(ssm.makeRequest('putParameter', { Name: 'p', Type: 'String', Value: 'v', Policies: '[]' }))).toBe(
      'ValidationException: The simulator does not honour Policies of ssm:PutParameter.',
    )
    expect(await said(stacks.makeRequest('createStack', { StackName: 's', TemplateBody: '{}', StackPolicyBody: '{}' }))).toBe(
      'ValidationError: The simulator does not honour StackPolicyBody of cloudformation:CreateStack.',
    )
    expect(await said(lambda.makeRequest('invoke', { FunctionName: 'nope', ClientContext: 'e30=' }))).toBe(
      'ValidationException: The simulator does not honour ClientContext of lambda:Invoke.',
    )
    expect(await said(lambda.makeRequest('listTags', { Resource: 'arn:aws:lambda:eu-west-1:123456789012:function:f' }))).toMatch(
      /The simulator does not know lambda: GET \/2017-03-31\/tags\//,
    )
  })
})
