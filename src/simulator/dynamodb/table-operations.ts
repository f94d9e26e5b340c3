import {
  CreateTable$,
  DeleteTable$,
  DescribeTable$,
  ListTables$,
  UpdateTable$,
  type CreateTableInput,
  type DeleteTableInput,
  type DescribeTableInput,
  type ListTablesInput,
  type TableStatus,
  type UpdateTableInput,
} from '@aws-sdk/client-dynamodb'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { randomUuid } from '../world/random.ts'
import type { Place } from '../world/world.ts'
import { Table } from './table.ts'
import { findTable, tablesOf } from './tables.ts'
import { invalid } from './values.ts'

export const tableOperations = [
  operation(
    CreateTable$,
    ['TableName', 'AttributeDefinitions', 'KeySchema', 'BillingMode', 'DeletionProtectionEnabled'],
    (input: CreateTableInput, { place }) => ({ TableDescription: described(createTable(place, input), 'CREATING') }),
  ),

  operation(DescribeTable$, ['TableName'], ({ TableName }: DescribeTableInput, { place }) => ({
    Table: described(findTable(place, TableName), 'ACTIVE'),
  })),

  operation(
    ListTables$,
    ['ExclusiveStartTableName', 'Limit'],
    ({ ExclusiveStartTableName = '', Limit = 100 }: ListTablesInput, { place }) => {
      if (Limit < 1 || Limit > 100) throw invalid('Limit must be between 1 and 100.')
      const names = [...tablesOf(place).keys()].toSorted().filter((name) => name > ExclusiveStartTableName)
      const TableNames = names.slice(0, Limit)
      return { TableNames, LastEvaluatedTableName: names.length > Limit ? TableNames.at(-1) : undefined }
    },
  ),

  operation(UpdateTable$, ['TableName', 'DeletionProtectionEnabled'], (input: UpdateTableInput, { place }) => {
    const table = findTable(place, input.TableName)
    table.isProtected = input.DeletionProtectionEnabled ?? table.isProtected
    return { TableDescription: described(table, 'UPDATING') }
  }),

  operation(DeleteTable$, ['TableName'], ({ TableName }: DeleteTableInput, { place }) => {
    const table = findTable(place, TableName)
    if (table.isProtected)
      throw invalid('Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.')
    tablesOf(place).delete(table.definition.name)
    return { TableDescription: described(table, 'DELETING') }
  }),
]

function createTable(place: Place, input: CreateTableInput): Table {
  const { TableName: name = '', BillingMode, DeletionProtectionEnabled = false } = input
  if (!/^[\w.-]{3,255}$/.test(name))
    throw invalid('TableName must be at least 3 characters long and at most 255 characters long, of a-z, A-Z, 0-9, _, - and .')
  if (BillingMode !== 'PAY_PER_REQUEST') throw invalid('The simulator knows tables on demand only: BillingMode PAY_PER_REQUEST.')
  const keys = keysOf(input)
  if (tablesOf(place).has(name)) throw new AwsError('ResourceInUseException', 400, `Table already exists: ${name}`)
  const arn = `arn:aws:dynamodb:${place.region}:${place.accountId}:table/${name}`
  const table = new Table({ name, arn, id: randomUuid(place.random), created: place.clock.now(), ...keys })
  table.isProtected = DeletionProtectionEnabled
  tablesOf(place).set(name, table)
  return table
}

function keysOf({ AttributeDefinitions = [], KeySchema = [] }: CreateTableInput) {
  const [hashKey, rangeKey] = ['HASH', 'RANGE'].map((type) => KeySchema.find(({ KeyType }) => KeyType === type)?.AttributeName)
  if (hashKey === undefined || rangeKey === undefined || hashKey === rangeKey || KeySchema.length !== 2)
    throw invalid('The simulator knows tables of a partition key and a sort key only.')
  const isText = (key: string): boolean =>
    AttributeDefinitions.some(({ AttributeName, AttributeType }) => AttributeName === key && AttributeType === 'S')
  if (AttributeDefinitions.length !== 2 || !isText(hashKey) || !isText(rangeKey))
    throw invalid('The simulator knows keys of type S only; AttributeDefinitions are those of the two keys.')
  return { hashKey, rangeKey }
}

function described({ definition, isProtected, size }: Table, TableStatus: TableStatus) {
  const { name, arn, id, created, hashKey, rangeKey } = definition
  return {
    TableName: name,
    TableArn: arn,
    TableId: id,
    TableStatus,
    CreationDateTime: created,
    AttributeDefinitions: [hashKey, rangeKey].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    KeySchema: [
      { AttributeName: hashKey, KeyType: 'HASH' as const },
      { AttributeName: rangeKey, KeyType: 'RANGE' as const },
    ],
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' as const },
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    DeletionProtectionEnabled: isProtected,
    ItemCount: size.count,
    TableSizeBytes: size.bytes,
  }
}
