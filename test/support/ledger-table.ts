import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { instant } from '../../src/judgement/instant.ts'
import type { EventKind, LedgerEvent } from '../../src/ledger/event.ts'

export const TABLE = 'iam-unused-user-cleanup-ledger'

export const NOW = instant('2026-11-26T12:00:00Z')

export const clientOf = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })

/** The ledger's table, where there is none. */
export async function makeTable(client: DynamoDBClient, TableName = TABLE): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'userId', AttributeType: 'S' },
        { AttributeName: 'credential', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'userId', KeyType: 'HASH' },
        { AttributeName: 'credential', KeyType: 'RANGE' },
      ],
    }),
  )
  for (let status = ''; status !== 'ACTIVE';)
    status = String((await client.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus)
}

export const event = (kind: EventKind, id = 'act-1', rest: Partial<LedgerEvent> = {}): LedgerEvent => ({
  id,
  kind,
  at: instant('2026-11-26T11:59:00Z'),
  idleDays: 48,
  limitDays: 30,
  by: 'arn:aws:sts::123456789012:assumed-role/Rule/rule',
  errand: 'execution 8a2c',
  userName: 'ana',
  ...rest,
})
