import {
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateContinuousBackupsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  type AttributeValue,
  type DynamoDBClient,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Simulator } from '../../src/simulator/index.ts'
import { clientOf, makeTable, TABLE as TableName } from '../support/ledger-table.ts'
import { send, SIGNED } from '../support/hostile.ts'
import { System } from '../support/system.ts'

let system: System
let client: DynamoDBClient

beforeAll(async () => {
  system = new System(await Simulator.start({ at: '2026-11-26T12:00:00Z' }))
  client = clientOf(system.simulator.endpoint)
  await makeTable(client)
})

afterAll(() => system[Symbol.asyncDispose]())

const failure = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'nothing failed',
    (error: Error) => `${error.name}: ${error.message}`,
  )

const keyOf = (userId: string, credential = 'password') => ({ userId: { S: userId }, credential: { S: credential } })

const update = (userId: string, rest: Partial<UpdateItemCommandInput>) =>
  client.send(
    new UpdateItemCommand({
      TableName,
      Key: keyOf(userId),
      UpdateExpression: 'SET #v = :v',
      ExpressionAttributeNames: { '#v': 'version' },
      ExpressionAttributeValues: { ':v': { N: '1' } },
      ...rest,
    }),
  )

const get = async (userId: string, ConsistentRead = true) =>
  (await client.send(new GetItemCommand({ TableName, Key: keyOf(userId), ConsistentRead }))).Item

describe('a condition', () => {
  test('that does not hold: AWS its words, and nothing is written', async () => {
    await update('one', { ConditionExpression: 'attribute_not_exists(#v)' })
    const again = update('one', { ConditionExpression: 'attribute_not_exists(#v)', ExpressionAttributeValues: { ':v': { N: '2' } } })
    expect(await failure(again)).toBe('ConditionalCheckFailedException: The conditional request failed')
    expect(await get('one')).toEqual({ ...keyOf('one'), version: { N: '1' } })
  })

  test('numbers are equal by their value, and never to a text', async () => {
    await update('two', {})
    const onceMore = (was: AttributeValue) =>
      failure(update('two', { ConditionExpression: '#v = :was', ExpressionAttributeValues: { ':v': { N: '1' }, ':was': was } }))
    expect(await onceMore({ N: '1.0' })).toBe('nothing failed')
    expect(await onceMore({ S: '1' })).toMatch(/^ConditionalCheckFailed/)
    expect(await onceMore({ N: '2' })).toMatch(/^ConditionalCheckFailed/)
  })
})

describe('what the ledger does not use is refused, and named', () => {
  test.for<[rest: Partial<UpdateItemCommandInput>, message: string]>([
    [
      { ConditionExpression: 'attribute_exists(#v)' },
      'Invalid ConditionExpression: the simulator does not know this form: "attribute_exists(#v)"',
    ],
    [
      { ConditionExpression: '#v = :v AND #v = :v' },
      'Invalid ConditionExpression: the simulator does not know this form: "#v = :v AND #v = :v"',
    ],
    [{ ConditionExpression: 'status = :v' }, 'Invalid expression: Attribute name is a reserved keyword; reserved keyword: status'],
    [{ UpdateExpression: 'REMOVE #v' }, 'Invalid UpdateExpression: the simulator does not know this form: ""'],
    [{ UpdateExpression: 'SET #v = #v + :v' }, 'Invalid UpdateExpression: the simulator does not know this form: "#v = #v + :v"'],
    [{ ReturnValues: 'ALL_OLD' }, 'The simulator does not honour ReturnValues of dynamodb:UpdateItem.'],
    [
      { ConditionExpression: '#w = :v' },
      'Invalid expression: An expression attribute name used in the document path is not defined; attribute name: #w',
    ],
    [
      { ConditionExpression: '#v = :w' },
      'Invalid expression: An expression attribute value used in expression is not defined; attribute value: :w',
    ],
    [
      { ExpressionAttributeValues: { ':v': { N: '1' }, ':w': { N: '1' } } },
      'Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}',
    ],
    [
      { ExpressionAttributeNames: { '#v': 'version', '#w': 'w' } },
      'Value provided in ExpressionAttributeNames unused in expressions: keys: {#w}',
    ],
    [{ Key: { userId: { S: 'x' } } }, 'The provided key element does not match the schema'],
    [
      { Key: keyOf('') },
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value.',
    ],
    [
      { ExpressionAttributeNames: { '#v': 'userId' }, ExpressionAttributeValues: { ':v': { S: 'x' } } },
      'One or more parameter values were invalid: Cannot update attribute. This attribute is part of the key',
    ],
    [{ ExpressionAttributeValues: { ':v': { N: 'one' } } }, 'The parameter cannot be converted to a numeric value: one'],
    [
      { ExpressionAttributeValues: { ':v': { N: '1234567890123456' } } },
      'The simulator knows numbers of at most 15 characters, and below 1E+126: 1234567890123456',
    ],
    [
      { ExpressionAttributeValues: { ':v': { N: '1E126' } } },
      'The simulator knows numbers of at most 15 characters, and below 1E+126: 1E126',
    ],
    [{ ExpressionAttributeValues: { ':v': { SS: [] } } }, 'One or more parameter values were invalid: An string set  may not be empty'],
    [{ ExpressionAttributeValues: { ':v': { B: new Uint8Array([1]) } } }, 'The simulator does not know attribute values of type B.'],
    [{ UpdateExpression: 'ADD #v :v' }, 'The simulator adds to string sets only.'],
  ])('%j', async ([rest, message]) => {
    expect(await failure(update('refused', rest))).toBe(`ValidationException: ${message}`)
    expect(await get('refused')).toBeUndefined()
  })

  test('of queries, scans and items', async () => {
    const query = (rest: object) =>
      failure(
        client.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: '#p = :p',
            ExpressionAttributeNames: { '#p': 'userId' },
            ExpressionAttributeValues: { ':p': { S: 'x' } },
            ...rest,
          }),
        ),
      )
    expect(await query({})).toBe('nothing failed')
    expect(await query({ KeyConditionExpression: '#p > :p' })).toMatch(/does not know this form: "#p > :p"/)
    expect(await query({ ExpressionAttributeNames: { '#p': 'credential' } })).toMatch(/Query condition missed key schema element: userId/)
    expect(await query({ FilterExpression: '#p = :p' })).toMatch(/does not honour FilterExpression/)
    expect(await failure(client.send(new ScanCommand({ TableName, IndexName: 'x' })))).toMatch(/does not honour IndexName/)
    expect(await failure(client.send(new DeleteItemCommand({ TableName, Key: keyOf('x') })))).toMatch(/does not know dynamodb:DeleteItem/)
    expect(await failure(client.send(new GetItemCommand({ TableName: 'other', Key: keyOf('x') })))).toBe(
      'ResourceNotFoundException: Requested resource not found',
    )
  })
})

test('an item of 400 KB, and not a byte more', async () => {
  const put = (bytes: number) =>
    failure(client.send(new PutItemCommand({ TableName, Item: { ...keyOf('big'), text: { S: 'x'.repeat(bytes) } } })))
  // 409,600 less the names and values of the key, and the name of the text.
  expect(await put(409_600 - 6 - 3 - 10 - 8 - 4)).toBe('nothing failed')
  expect(await put(409_600 - 6 - 3 - 10 - 8 - 4 + 1)).toBe('ValidationException: Item size has exceeded the maximum allowed size')
})

test('pages of 1 MB, or of so many as are asked for, and where to go on', async () => {
  for (let n = 0; n < 5; n += 1)
    await client.send(new PutItemCommand({ TableName, Item: { ...keyOf('paged', `AKIA${n}`), text: { S: 'x'.repeat(300_000) } } }))
  const query = (rest: object) =>
    client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: '#p = :p',
        ExpressionAttributeNames: { '#p': 'userId' },
        ExpressionAttributeValues: { ':p': { S: 'paged' } },
        ...rest,
      }),
    )
  const first = await query({})
  expect([first.Count, first.LastEvaluatedKey]).toEqual([3, keyOf('paged', 'AKIA2')])
  const second = await query({ ExclusiveStartKey: first.LastEvaluatedKey })
  expect([second.Items?.map((item) => item['credential']?.S), second.LastEvaluatedKey]).toEqual([['AKIA3', 'AKIA4'], undefined])
  expect((await query({ Limit: 2 })).LastEvaluatedKey).toEqual(keyOf('paged', 'AKIA1'))
})

test('a table that lags shows what was, to those who do not ask for consistency', async () => {
  system.simulator.order({ operation: 'dynamodb:UpdateItem', kind: 'lag', times: 1, reads: 2 })
  await update('late', {})
  expect(await get('late', false)).toBeUndefined()
  expect((await get('late'))?.['version']).toEqual({ N: '1' })
  expect((await client.send(new ScanCommand({ TableName }))).Items?.some((item) => item['userId']?.S === 'late')).toBe(false)
  expect((await get('late', false))?.['version']).toEqual({ N: '1' })
})

describe('tables', () => {
  const create = (rest: object) =>
    failure(
      client.send(
        new CreateTableCommand({
          TableName: 'another',
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [
            { AttributeName: 'a', AttributeType: 'S' },
            { AttributeName: 'b', AttributeType: 'S' },
          ],
          KeySchema: [
            { AttributeName: 'a', KeyType: 'HASH' },
            { AttributeName: 'b', KeyType: 'RANGE' },
          ],
          ...rest,
        }),
      ),
    )

  test('made once, described, protected against deletion, and deleted', async () => {
    expect(await create({ DeletionProtectionEnabled: true })).toBe('nothing failed')
    expect(await create({})).toBe('ResourceInUseException: Table already exists: another')
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'another' }))
    expect([Table?.TableStatus, Table?.TableArn, Table?.DeletionProtectionEnabled]).toEqual([
      'ACTIVE',
      'arn:aws:dynamodb:us-east-1:123456789012:table/another',
      true,
    ])
    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual(['another', TableName])
    const remove = () => failure(client.send(new DeleteTableCommand({ TableName: 'another' })))
    expect(await remove()).toBe(
      'ValidationException: Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    )
    await client.send(new UpdateTableCommand({ TableName: 'another', DeletionProtectionEnabled: false }))
    expect(await remove()).toBe('nothing failed')
    expect(await remove()).toBe('ResourceNotFoundException: Requested resource not found')
  })

  test('listed by pages, and found by their ARN', async () => {
    for (const name of ['list-a', 'list-b', 'list-c']) expect(await create({ TableName: name })).toBe('nothing failed')
    const list = async (input: object) => {
      const { TableNames, LastEvaluatedTableName } = await client.send(new ListTablesCommand(input))
      return [TableNames, LastEvaluatedTableName]
    }
    expect(await list({ ExclusiveStartTableName: 'list', Limit: 2 })).toEqual([['list-a', 'list-b'], 'list-b'])
    expect(await list({ ExclusiveStartTableName: 'list-b', Limit: 1 })).toEqual([['list-c'], undefined])
    const arn = 'arn:aws:dynamodb:us-east-1:123456789012:table/list-a'
    expect((await client.send(new DescribeTableCommand({ TableName: arn }))).Table?.TableName).toBe('list-a')
    expect(await failure(client.send(new DescribeTableCommand({ TableName: arn.replace('123456789012', '210987654321') })))).toBe(
      'ResourceNotFoundException: Requested resource not found',
    )
    for (const name of ['list-a', 'list-b', 'list-c']) await client.send(new DeleteTableCommand({ TableName: name }))
  })

  test('what the simulator does not know is refused, and named', async () => {
    expect(await create({ Tags: [{ Key: 'a', Value: 'b' }] })).toMatch(/does not honour Tags/)
    expect(await create({ BillingMode: 'PROVISIONED' })).toMatch(/BillingMode PAY_PER_REQUEST/)
    expect(await create({ StreamSpecification: { StreamEnabled: true } })).toMatch(/does not honour StreamSpecification/)
    expect(await create({ KeySchema: [{ AttributeName: 'a', KeyType: 'HASH' }] })).toMatch(/a partition key and a sort key only/)
    expect(await create({ TableName: 'a b' })).toMatch(/^ValidationException: TableName/)
  })

  test('point-in-time recovery is switched on, and shown', async () => {
    const status = async () =>
      (await client.send(new DescribeContinuousBackupsCommand({ TableName }))).ContinuousBackupsDescription?.PointInTimeRecoveryDescription
        ?.PointInTimeRecoveryStatus
    expect(await status()).toBe('DISABLED')
    await client.send(
      new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
    )
    expect(await status()).toBe('ENABLED')
  })
})

test('items of a partition come in the order of their sort keys', async () => {
  for (const credential of ['AKIA', 'AKIA 0', 'AKIA"'])
    await client.send(new PutItemCommand({ TableName, Item: keyOf('sorted', credential) }))
  const { Items = [] } = await client.send(
    new QueryCommand({ TableName, KeyConditionExpression: 'userId = :u', ExpressionAttributeValues: { ':u': { S: 'sorted' } } }),
  )
  expect(Items.map((item) => item['credential']?.S)).toEqual(['AKIA', 'AKIA 0', 'AKIA"'])
})

test('it speaks JSON 1.0, and a policy may speak of a table by its ARN', async () => {
  const { endpoint } = system.simulator
  const headers = { ...SIGNED, 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.ListTables' }
  expect((await send(endpoint, { headers, body: '{}' })).type).toBe('application/x-amz-json-1.0')
  await get('one')
  const [call] = system.simulator.calls.filter(({ operation }) => operation === 'dynamodb:GetItem')
  expect(call?.resource).toBe(`arn:aws:dynamodb:us-east-1:123456789012:table/${TableName}`)
})
