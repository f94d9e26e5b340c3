import {
  CreateTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  UpdateContinuousBackupsCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import { clientSettings } from './client-settings.ts'

/** Longer than DynamoDB has been seen to take for an empty table. */
const WAIT_S = 120

/** Make the ledger's table as the template makes it. @throws Error where AWS refuses */
export async function createLedger(TableName: string): Promise<'made' | 'there'> {
  const client = new DynamoDBClient(clientSettings())
  try {
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['userId', 'credential'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
        KeySchema: [
          { AttributeName: 'userId', KeyType: 'HASH' },
          { AttributeName: 'credential', KeyType: 'RANGE' },
        ],
        DeletionProtectionEnabled: true,
      }),
    )
  } catch (error) {
    if (error instanceof ResourceInUseException) return 'there'
    throw error
  }
  await waitUntilTableExists({ client, maxWaitTime: WAIT_S, minDelay: 1 }, { TableName })
  await client.send(
    new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
  )
  return 'made'
}
