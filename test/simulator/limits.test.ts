import { CreateStackCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation'
import { PutEvaluationsCommand } from '@aws-sdk/client-config-service'
import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  DeleteUserCommand,
  GetLoginProfileCommand,
  ListUsersCommand,
  TagUserCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam'
import { GetParameterCommand, GetParameterHistoryCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Simulator } from '../../src/simulator/index.ts'
import { System, templateBody } from '../support/system.ts'

const users = Array.from({ length: 4999 }, (_, n) => ({ name: `user-${n}` }))

let system: System

beforeAll(async () => {
  system = new System(await Simulator.start({ at: '2026-11-02T09:00:00Z', account: { users } }))
})

afterAll(() => system[Symbol.asyncDispose]())

const failure = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'nothing failed',
    (error: Error) => error.name,
  )

describe('IAM', () => {
  test('5,000 users and not one more', async () => {
    await system.iam.send(new CreateUserCommand({ UserName: 'last' }))
    expect(await failure(system.iam.send(new CreateUserCommand({ UserName: 'one-too-many' })))).toBe('LimitExceededException')
    await system.iam.send(new DeleteUserCommand({ UserName: 'user-4998' }))
  })

  test('pages of 100 unless asked, of 1,000 at most', async () => {
    const first = await system.iam.send(new ListUsersCommand({}))
    expect([first.Users?.length, first.IsTruncated]).toEqual([100, true])
    const next = await system.iam.send(new ListUsersCommand({ Marker: first.Marker, MaxItems: 1000 }))
    expect(next.Users?.length).toBe(1000)
    expect(next.Users?.[0]?.UserName).not.toBe(first.Users?.[99]?.UserName)
    expect(await failure(system.iam.send(new ListUsersCommand({ MaxItems: 1001 })))).toBe('ValidationError')
  })

  test('two access keys a user, names unique ignoring case, conflicts on deletion', async () => {
    await system.iam.send(new CreateAccessKeyCommand({ UserName: 'user-1' }))
    await system.iam.send(new CreateAccessKeyCommand({ UserName: 'user-1' }))
    expect(await failure(system.iam.send(new CreateAccessKeyCommand({ UserName: 'user-1' })))).toBe('LimitExceededException')
    expect(await failure(system.iam.send(new CreateUserCommand({ UserName: 'USER-1' })))).toBe('EntityAlreadyExistsException')
    expect(await failure(system.iam.send(new DeleteUserCommand({ UserName: 'user-1' })))).toBe('DeleteConflictException')
    expect(await failure(system.iam.send(new GetLoginProfileCommand({ UserName: 'user-1' })))).toBe('NoSuchEntityException')
  })

  test('a renamed user keeps its id; a user made anew gets another', async () => {
    const { User: first } = await system.iam.send(new CreateUserCommand({ UserName: 'temp' }))
    await system.iam.send(new UpdateUserCommand({ UserName: 'temp', NewUserName: 'renamed' }))
    const { Users = [] } = await system.iam.send(new ListUsersCommand({ PathPrefix: '/', MaxItems: 1000 }))
    expect(Users.find(({ UserName }) => UserName === 'renamed')?.UserId).toBe(first?.UserId)
    await system.iam.send(new DeleteUserCommand({ UserName: 'renamed' }))
    const { User: second } = await system.iam.send(new CreateUserCommand({ UserName: 'temp' }))
    expect(second?.UserId).not.toBe(first?.UserId)
    await system.iam.send(new DeleteUserCommand({ UserName: 'temp' }))
  })

  test('50 tags; keys unique ignoring case; its alphabet', async () => {
    const tag = (Tags: { Key: string; Value: string }[]) => failure(system.iam.send(new TagUserCommand({ UserName: 'user-2', Tags })))
    expect(await tag(Array.from({ length: 50 }, (_, n) => ({ Key: `k${n}`, Value: 'v' })))).toBe('nothing failed')
    expect(await tag([{ Key: 'K1', Value: 'other' }])).toBe('nothing failed')
    expect(await tag([{ Key: 'k50', Value: 'v' }])).toBe('LimitExceededException')
    expect(await tag([{ Key: 'a', Value: 'no,comma' }])).toBe('ValidationError')
    expect(await tag([{ Key: 'aws:a', Value: 'v' }])).toBe('InvalidInputException')
  })
})

describe('SSM parameters', () => {
  const put = (Value: string, rest: object = {}) =>
    failure(system.ssm.send(new PutParameterCommand({ Name: '/list', Type: 'StringList', Value, ...rest })))

  test('4 KB, no overwriting unasked, no empty value, history with who and when', async () => {
    expect(await put('a'.repeat(4096))).toBe('nothing failed')
    expect(await put('b')).toBe('ParameterAlreadyExists')
    expect(await put('a'.repeat(4097), { Overwrite: true })).toBe('ValidationException')
    expect(await put('', { Overwrite: true })).toBe('ValidationException')
    expect(await put('b', { Overwrite: true, Type: 'String' })).toBe('HierarchyTypeMismatchException')
    expect(await put('b', { Overwrite: true })).toBe('nothing failed')
    const { Parameters = [] } = await system.ssm.send(new GetParameterHistoryCommand({ Name: '/list' }))
    expect(Parameters.map(({ Version, Value }) => `${Version} ${Value?.length}`)).toEqual(['1 4096', '2 1'])
    expect(Parameters[1]?.LastModifiedUser).toMatch(/^arn:aws:sts::123456789012:/)
    expect(await failure(system.ssm.send(new GetParameterCommand({ Name: '/other' })))).toBe('ParameterNotFound')
  })
})

test('AWS Config takes 100 evaluations a call, for a token that it gave', async () => {
  const evaluation = {
    ComplianceResourceType: 'AWS::IAM::User',
    ComplianceResourceId: 'AIDA',
    ComplianceType: 'COMPLIANT' as const,
    OrderingTimestamp: new Date(0),
  }
  const put = (Evaluations: object[]) =>
    failure(system.config.send(new PutEvaluationsCommand({ ResultToken: 'x', Evaluations: Evaluations as [] })))
  expect(await put(Array.from({ length: 101 }, () => evaluation))).toBe('ValidationException')
  expect(await put([evaluation])).toBe('InvalidResultTokenException')
  expect(await put([{ ...evaluation, ComplianceType: 'INSUFFICIENT_DATA' }])).toBe('InvalidParameterValueException')
  expect(await put([{ ...evaluation, Annotation: 'a'.repeat(257) }])).toBe('ValidationException')
})

describe('CloudFormation', () => {
  const create = (TemplateBody: string, rest: object = {}) =>
    failure(
      system.cloudFormation.send(new CreateStackCommand({ StackName: 'Some', TemplateBody, Capabilities: ['CAPABILITY_IAM'], ...rest })),
    )

  test('51,200 bytes of template, acknowledged IAM, known types and functions, resolvable references', async () => {
    const body = await templateBody()
    expect(await create(`${body}#${'x'.repeat(51_200)}`)).toBe('ValidationError')
    expect(await create(body, { Capabilities: [] })).toBe('InsufficientCapabilitiesException')
    expect(await create('{"Resources":{"A":{"Type":"AWS::EC2::Instance"}}}')).toBe('ValidationError')
    expect(await create('{"Resources":{}')).toBe('ValidationError')
    expect(await create(body, { Parameters: [{ ParameterKey: 'Nonsense', ParameterValue: '1' }] })).toBe('ValidationError')
    expect(await create(body, { Parameters: [{ ParameterKey: 'BrakePercent', ParameterValue: '101' }] })).toBe('ValidationError')
    expect(await failure(system.cloudFormation.send(new UpdateStackCommand({ StackName: 'Some', TemplateBody: body })))).toBe(
      'ValidationError',
    )
  })
})

test('a password made in the simulator is there at once, and only once', async () => {
  await system.iam.send(new CreateLoginProfileCommand({ UserName: 'user-3', Password: 'Correct-horse-1' }))
  expect(await failure(system.iam.send(new CreateLoginProfileCommand({ UserName: 'user-3', Password: 'Correct-horse-1' })))).toBe(
    'EntityAlreadyExistsException',
  )
})
