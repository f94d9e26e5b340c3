import { DeleteStackCommand, DescribeStackEventsCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import {
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb'
import { describe, expect, test } from 'vitest'
import { create, smallSystem, status, update, type Resources } from '../support/small-stack.ts'
import type { System } from '../support/system.ts'
import { clientOf } from '../support/ledger-table.ts'

const StackName = 'Small'
const TableName = 'of-a-stack'

const table = (attributes: object = {}, properties: object = {}): Resources => ({
  Table: {
    Type: 'AWS::DynamoDB::Table',
    ...attributes,
    Properties: {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'a', AttributeType: 'S' },
        { AttributeName: 'b', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'a', KeyType: 'HASH' },
        { AttributeName: 'b', KeyType: 'RANGE' },
      ],
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      ...properties,
    },
  },
  Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { 'Fn::GetAtt': ['Table', 'Arn'] } } },
})

const nothing: Resources = { Other: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'v' } } }

/** After the table, and never made. */
const broken: Resources = { Broken: { Type: 'AWS::Logs::LogGroup', DependsOn: 'Table', Properties: { RetentionInDays: 'soon' } } }

async function tables(): Promise<System & { readonly dynamoDb: DynamoDBClient }> {
  const system = await smallSystem()
  return Object.assign(system, { dynamoDb: clientOf(system.simulator.endpoint) })
}

const names = async (dynamoDb: DynamoDBClient) => (await dynamoDb.send(new ListTablesCommand({}))).TableNames

const remove = ({ cloudFormation }: System) => cloudFormation.send(new DeleteStackCommand({ StackName }))

async function state(dynamoDb: DynamoDBClient) {
  const { Table } = await dynamoDb.send(new DescribeTableCommand({ TableName }))
  const { ContinuousBackupsDescription: backups } = await dynamoDb.send(new DescribeContinuousBackupsCommand({ TableName }))
  return [Table?.DeletionProtectionEnabled, backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus]
}

/** How the events of the stack's table end: the last status. */
async function lastOfTable({ cloudFormation }: System, stack: string) {
  const { StackEvents = [] } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: stack }))
  return StackEvents.find(({ LogicalResourceId }) => LogicalResourceId === 'Table')?.ResourceStatus
}

async function idOf({ cloudFormation }: System): Promise<string> {
  return (await cloudFormation.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]?.StackId ?? ''
}

describe('AWS::DynamoDB::Table', () => {
  test('is made as it is described, changed in place, and goes with its stack', async () => {
    await using system = await tables()
    expect(await create(system, table())).toBe('CREATE_COMPLETE')
    expect(await state(system.dynamoDb)).toEqual([false, 'ENABLED'])
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: false }
    expect(await update(system, table({}, { DeletionProtectionEnabled: 'true', PointInTimeRecoverySpecification }))).toBe('UPDATE_COMPLETE')
    expect(await state(system.dynamoDb)).toEqual([true, 'DISABLED'])
    expect(await update(system, table())).toBe('UPDATE_COMPLETE')
    await remove(system)
    expect(await names(system.dynamoDb)).toEqual([])
  })

  test('protected, it holds its stack', async () => {
    await using system = await tables()
    await create(system, table({}, { DeletionProtectionEnabled: 'true' }))
    await remove(system)
    expect([await status(system), await names(system.dynamoDb)]).toEqual([expect.stringMatching(/^DELETE_FAILED/), [TableName]])
    await system.dynamoDb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }))
    await remove(system)
    expect(await names(system.dynamoDb)).toEqual([])
  })

  test('whose recovery cannot be switched on is taken away again, protected or not', async () => {
    await using system = await tables()
    system.simulator.order({ operation: 'dynamodb:UpdateContinuousBackups', kind: 'refuse' })
    expect(await create(system, table({}, { DeletionProtectionEnabled: true }))).toMatch(/^ROLLBACK_COMPLETE: .*UpdateContinuousBackups/)
    expect(await names(system.dynamoDb)).toEqual([])
  })

  test('under the same name it cannot be replaced', async () => {
    await using system = await tables()
    await create(system, table())
    const keys = {
      AttributeDefinitions: ['a', 'c'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'a', KeyType: 'HASH' },
        { AttributeName: 'c', KeyType: 'RANGE' },
      ],
    }
    expect(await update(system, table({}, keys))).toMatch(/^UPDATE_ROLLBACK_COMPLETE: .*custom-named resource requires replacing/)
  })

  test.for<[properties: object, message: RegExp]>([
    [{ Tags: [{ Key: 'a', Value: 'b' }] }, /#\/Tags/],
    [{ BillingMode: 'PROVISIONED' }, /#\/BillingMode/],
    [{ StreamSpecification: { StreamViewType: 'KEYS_ONLY' } }, /#\/StreamSpecification/],
    [{ AttributeDefinitions: [{ AttributeName: 'a', AttributeType: 'N' }] }, /keys of type S only/],
  ])('%j, which the simulator does not know, is refused by its name', async ([properties, message]) => {
    await using system = await tables()
    expect(await create(system, table({}, properties))).toMatch(message)
    expect(await names(system.dynamoDb)).toEqual([])
  })
})

describe('what outlives its stack', () => {
  test.for(['Retain', 'RetainExceptOnCreate'])('DeletionPolicy %s: when the stack is deleted', async (DeletionPolicy) => {
    await using system = await tables()
    await create(system, table({ DeletionPolicy }, { DeletionProtectionEnabled: true }))
    const id = await idOf(system)
    await remove(system)
    expect(await lastOfTable(system, id)).toBe('DELETE_SKIPPED')
    expect([await names(system.dynamoDb), await state(system.dynamoDb)]).toEqual([[TableName], [true, 'ENABLED']])
  })

  test.for<[policy: string, left: string[]]>([
    ['Delete', []],
    ['Retain', [TableName]],
    ['RetainExceptOnCreate', [TableName]],
  ])('DeletionPolicy %s: removed from the template, %j is left', async ([DeletionPolicy, left]) => {
    await using system = await tables()
    await create(system, { ...nothing, ...table({ DeletionPolicy }) })
    expect(await update(system, nothing)).toBe('UPDATE_COMPLETE')
    expect(await names(system.dynamoDb)).toEqual(left)
  })

  test.for<[policy: string, left: string[]]>([
    ['Delete', []],
    ['RetainExceptOnCreate', []],
    ['Retain', [TableName]],
  ])('DeletionPolicy %s: the stack fails to be made, or to be updated with it: %j is left', async ([DeletionPolicy, left]) => {
    await using first = await tables()
    expect(await create(first, { ...table({ DeletionPolicy }), ...broken })).toMatch(/^ROLLBACK_COMPLETE/)
    expect(await names(first.dynamoDb)).toEqual(left)
    await using second = await tables()
    await create(second, nothing)
    expect(await update(second, { ...nothing, ...table({ DeletionPolicy }), ...broken })).toMatch(/^UPDATE_ROLLBACK_COMPLETE/)
    expect(await names(second.dynamoDb)).toEqual(left)
  })

  test('the policy is that of the latest template, though nothing else of the resource changed', async () => {
    await using system = await tables()
    await create(system, table())
    await update(system, { ...nothing, ...table({ DeletionPolicy: 'Retain' }) })
    await remove(system)
    expect(await names(system.dynamoDb)).toEqual([TableName])
  })

  test('replaced under another name, the first stays where UpdateReplacePolicy says Retain', async () => {
    await using system = await tables()
    await create(system, table())
    expect(await update(system, table({ UpdateReplacePolicy: 'Retain' }, { TableName: 'second' }))).toBe('UPDATE_COMPLETE')
    expect(await update(system, table({}, { TableName: 'third' }))).toBe('UPDATE_COMPLETE')
    expect(await names(system.dynamoDb)).toEqual([TableName, 'third'])
    await remove(system)
    await system.dynamoDb.send(new DeleteTableCommand({ TableName }))
    expect(await names(system.dynamoDb)).toEqual([])
  })

  test('an update that is rolled back gives the first its place again, and takes the second away', async () => {
    await using system = await tables()
    await create(system, table({ UpdateReplacePolicy: 'Retain' }))
    const second = table({ UpdateReplacePolicy: 'Retain' }, { TableName: 'second' })
    expect(await update(system, { ...second, ...broken })).toMatch(/^UPDATE_ROLLBACK_COMPLETE/)
    expect(await names(system.dynamoDb)).toEqual([TableName])
    await remove(system)
    expect(await names(system.dynamoDb)).toEqual([])
  })

  test.for(['DeletionPolicy', 'UpdateReplacePolicy'])('another %s is refused, by its name', async (name) => {
    await using system = await tables()
    await expect(create(system, table({ [name]: 'Snapshot' }))).rejects.toThrow(`The simulator does not know the ${name} "Snapshot".`)
  })
})
