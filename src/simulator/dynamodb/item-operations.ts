import {
  GetItem$,
  PutItem$,
  Query$,
  Scan$,
  UpdateItem$,
  type GetItemInput,
  type PutItemInput,
  type QueryInput,
  type ScanInput,
  type UpdateItemInput,
} from '@aws-sdk/client-dynamodb'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { parseCondition, parseKeyCondition, parseUpdate, Vocabulary } from './expressions.ts'
import type { Table } from './table.ts'
import { findTable } from './tables.ts'
import { checkValue, invalid, type Item } from './values.ts'

const EXPRESSED = ['ConditionExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues'] as const
const PAGED = ['TableName', 'ConsistentRead', 'ExclusiveStartKey', 'Limit'] as const

/** DynamoDB as far as the ledger uses it, and for people to look around. Whatever else is asked is refused by its name. */
export const itemOperations = [
  operation(GetItem$, ['TableName', 'Key', 'ConsistentRead'], (input: GetItemInput, { place }) => {
    const table = findTable(place, input.TableName)
    return { Item: table.get(table.keyOf(input.Key), input.ConsistentRead === true) }
  }),

  operation(PutItem$, ['TableName', 'Item', ...EXPRESSED], (input: PutItemInput, { place }) => {
    const table = findTable(place, input.TableName)
    const key = table.keyOf(input.Item, false)
    checkItem(input.Item)
    const words = wordsOf(input)
    const holds = conditionOf(input, words)
    words.refuseUnused()
    if (!holds(table.get(key, true) ?? {})) throw conditionalCheckFailed()
    table.put(key, input.Item ?? {})
    return {}
  }),

  operation(UpdateItem$, ['TableName', 'Key', 'UpdateExpression', ...EXPRESSED], (input: UpdateItemInput, { place }) => {
    const table = findTable(place, input.TableName)
    const key = table.keyOf(input.Key)
    checkItem(input.ExpressionAttributeValues)
    const words = wordsOf(input)
    const change = parseUpdate(input.UpdateExpression ?? '', words)
    const holds = conditionOf(input, words)
    words.refuseUnused()
    const present = table.get(key, true)
    if (!holds(present ?? {})) throw conditionalCheckFailed()
    const changed = change(present ?? { ...input.Key })
    if (table.keyOf(changed, false) !== key)
      throw invalid('One or more parameter values were invalid: Cannot update attribute. This attribute is part of the key')
    table.put(key, changed)
    return {}
  }),

  operation(
    Query$,
    [...PAGED, 'KeyConditionExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues'],
    (input: QueryInput, { place }) => {
      const table = findTable(place, input.TableName)
      const { hashKey } = table.definition
      const words = wordsOf(input)
      const wanted = parseKeyCondition(input.KeyConditionExpression ?? '', hashKey, words)
      words.refuseUnused()
      return page(input, table, (item) => item[hashKey]?.S === wanted)
    },
  ),

  operation(Scan$, [...PAGED], (input: ScanInput, { place }) => {
    return page(input, findTable(place, input.TableName), () => true)
  }),
]

function page(
  { ConsistentRead, ExclusiveStartKey, Limit }: Pick<ScanInput, 'ConsistentRead' | 'ExclusiveStartKey' | 'Limit'>,
  table: Table,
  wanted: (item: Item) => boolean,
) {
  if (Limit !== undefined && Limit < 1)
    throw invalid(
      "1 validation error detected: Value at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    )
  if (ExclusiveStartKey !== undefined) table.keyOf(ExclusiveStartKey)
  const { items, LastEvaluatedKey } = table.page(ConsistentRead === true, wanted, ExclusiveStartKey, Limit)
  return { Items: items, Count: items.length, ScannedCount: items.length, LastEvaluatedKey }
}

function checkItem(item: Item = {}): void {
  for (const value of Object.values(item)) checkValue(value)
}

const wordsOf = (input: Pick<UpdateItemInput, 'ExpressionAttributeNames' | 'ExpressionAttributeValues'>): Vocabulary =>
  new Vocabulary(input.ExpressionAttributeNames, input.ExpressionAttributeValues)

const conditionOf = ({ ConditionExpression }: Pick<UpdateItemInput, 'ConditionExpression'>, words: Vocabulary): ((item: Item) => boolean) =>
  ConditionExpression === undefined ? () => true : parseCondition(ConditionExpression, words)

const conditionalCheckFailed = (): AwsError => new AwsError('ConditionalCheckFailedException', 400, 'The conditional request failed')
