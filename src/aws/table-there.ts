import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { clientSettings } from './client-settings.ts'
import { hasName } from './errors.ts'

/** Whether there is a table of that name. */
export async function isTableThere(TableName: string): Promise<boolean> {
  try {
    await new DynamoDBClient(clientSettings()).send(new DescribeTableCommand({ TableName }))
    return true
  } catch (error) {
    if (hasName(error, ['ResourceNotFoundException'])) return false
    throw error
  }
}
