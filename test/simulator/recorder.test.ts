import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account'
import {
  DeleteConfigurationRecorderCommand,
  DescribeConfigurationRecordersCommand,
  DescribeConfigurationRecorderStatusCommand,
  PutConfigurationRecorderCommand,
  StartConfigurationRecorderCommand,
  StopConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service'
import { DescribeParametersCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { create, functionOf, ruleOf, smallSystem } from '../support/small-stack.ts'
import type { System } from '../support/system.ts'

let system: System
beforeAll(async () => (system = await smallSystem()))
afterAll(() => system[Symbol.asyncDispose]())

const failure = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'nothing failed',
    (error: Error) => error.name,
  )

test('a recorder is stopped, started, changed and deleted; there is one at most, and no rule without one', async () => {
  const { config } = system
  const ConfigurationRecorderName = 'default'
  const roleARN = 'arn:aws:iam::123456789012:role/config'
  const isRecording = async () =>
    (await config.send(new DescribeConfigurationRecorderStatusCommand({}))).ConfigurationRecordersStatus?.map(({ recording }) => recording)
  expect(await isRecording()).toEqual([true])
  await config.send(new StopConfigurationRecorderCommand({ ConfigurationRecorderName }))
  expect(await isRecording()).toEqual([false])
  await config.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName }))
  expect(await isRecording()).toEqual([true])
  const put = (ConfigurationRecorder: object) => failure(config.send(new PutConfigurationRecorderCommand({ ConfigurationRecorder })))
  expect(await put({ name: 'second', roleARN })).toBe('MaxNumberOfConfigurationRecordersExceededException')
  expect(await put({ name: 'default', roleARN, recordingMode: { recordingFrequency: 'DAILY' } })).toBe('ValidationException')
  expect(await put({ name: 'default', roleARN, recordingGroup: { allSupported: true, resourceTypes: ['AWS::IAM::User'] } })).toBe(
    'InvalidRecordingGroupException',
  )
  expect(await put({ name: 'default', roleARN, recordingGroup: { resourceTypes: ['AWS::IAM::User'] } })).toBe('nothing failed')
  const { ConfigurationRecorders } = await config.send(new DescribeConfigurationRecordersCommand({}))
  // As Cloud Custodian's recordings show them: all members, and the strategy that they come to.
  expect(ConfigurationRecorders?.[0]?.recordingGroup).toEqual({
    allSupported: false,
    includeGlobalResourceTypes: false,
    resourceTypes: ['AWS::IAM::User'],
    recordingStrategy: { useOnly: 'INCLUSION_BY_RESOURCE_TYPES' },
  })
  await config.send(new DeleteConfigurationRecorderCommand({ ConfigurationRecorderName }))
  expect(await isRecording()).toEqual([])
  expect(await failure(config.send(new StopConfigurationRecorderCommand({ ConfigurationRecorderName })))).toBe(
    'NoSuchConfigurationRecorderException',
  )
  expect(await create(system, { ...functionOf('async () => 1'), ...ruleOf() })).toMatch(
    /^ROLLBACK_COMPLETE: .*Configuration recorder is not available/,
  )
})

test('the Regions of an account, page by page, by their state', async () => {
  const { endpoint, region } = system.simulator
  const account = new AccountClient({ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
  const first = await account.send(new ListRegionsCommand({ MaxResults: 18 }))
  const rest = await account.send(new ListRegionsCommand({ MaxResults: 18, NextToken: first.NextToken }))
  expect([first.Regions?.length, rest.Regions?.length, rest.NextToken]).toEqual([18, 2, undefined])
  const disabled = await account.send(new ListRegionsCommand({ RegionOptStatusContains: ['DISABLED'] }))
  expect(disabled.Regions?.map(({ RegionName }) => RegionName)).toEqual(['af-south-1', 'eu-central-2', 'eu-south-1'])
  expect(await failure(account.send(new ListRegionsCommand({ AccountId: '111111111111' })))).toBe('ValidationException')
  account.destroy()
})

test('a parameter of the advanced tier takes 8 KB, and never goes back; parameters are filtered by name', async () => {
  const put = (Name: string, Value: string, rest: object = {}) =>
    failure(system.ssm.send(new PutParameterCommand({ Name, Type: 'String', Value, ...rest })))
  expect(await put('/a', 'a'.repeat(8192), { Tier: 'Advanced' })).toBe('nothing failed')
  expect(await put('/a', 'a'.repeat(8193), { Overwrite: true, Tier: 'Advanced' })).toBe('ValidationException')
  expect(await put('/a', 'b', { Overwrite: true })).toBe('ValidationException')
  expect(await put('/a', 'b', { Overwrite: true, Tier: 'Advanced' })).toBe('nothing failed')
  expect(await put('/a', 'b', { Overwrite: true, Tier: 'Standard' })).toBe('ValidationException')
  expect(await put('/b', 'b', { Tier: 'Intelligent-Tiering' })).toBe('nothing failed')
  const named = (Key: string) =>
    system.ssm.send(new DescribeParametersCommand({ ParameterFilters: [{ Key, Option: 'Equals', Values: ['/b'] }] }))
  expect((await named('Name')).Parameters?.map(({ Name, Tier }) => [Name, Tier])).toEqual([['/b', 'Standard']])
  expect(await failure(named('Type'))).toBe('InvalidFilterValue')
})
