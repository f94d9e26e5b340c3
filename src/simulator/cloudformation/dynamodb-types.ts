import type { CreateTableOutput } from '@aws-sdk/client-dynamodb'
import * as v from 'valibot'
import { call, orTakeAway, remove, type Author } from './author.ts'
import { flag, number, read } from './properties.ts'
import type { Properties, ResourceType } from './resource-type.ts'

const Recovery_ = v.strictObject({ PointInTimeRecoveryEnabled: flag, RecoveryPeriodInDays: v.exactOptional(number) })

const Table_ = v.strictObject({
  TableName: v.optional(v.string()),
  AttributeDefinitions: v.array(v.strictObject({ AttributeName: v.string(), AttributeType: v.string() })),
  KeySchema: v.array(v.strictObject({ AttributeName: v.string(), KeyType: v.picklist(['HASH', 'RANGE']) })),
  BillingMode: v.literal('PAY_PER_REQUEST'),
  DeletionProtectionEnabled: v.optional(flag, false),
  PointInTimeRecoverySpecification: v.optional(Recovery_, { PointInTimeRecoveryEnabled: false }),
})

type Recovery = v.InferOutput<typeof Recovery_>

const tableProperties = (properties: Properties) => read('AWS::DynamoDB::Table', Table_, properties)

/** A table on demand. */
const table: ResourceType = {
  attributes: ['Arn'],
  identifiers: ['TableName'],
  replacedBy: ['TableName', 'KeySchema', 'AttributeDefinitions'],
  customName: 'TableName',
  create: async (author, properties, { uniqueName }) => {
    const { PointInTimeRecoverySpecification: recovery, ...wanted } = tableProperties(properties)
    const TableName = wanted.TableName ?? uniqueName(255)
    const { TableDescription } = await call<CreateTableOutput>(author, 'dynamodb:CreateTable', { ...wanted, TableName })
    if (recovery.PointInTimeRecoveryEnabled)
      await orTakeAway(
        () => recover(author, TableName, recovery),
        async () => {
          if (wanted.DeletionProtectionEnabled) await protect(author, TableName, false)
          await removeTable(author, TableName)
        },
      )
    return { physicalId: TableName, attributes: { Arn: TableDescription?.TableArn ?? '' } }
  },
  update: async (author, properties, present) => {
    const [wanted, before] = [tableProperties(properties), tableProperties(present.properties)]
    if (wanted.DeletionProtectionEnabled !== before.DeletionProtectionEnabled)
      await protect(author, present.physicalId, wanted.DeletionProtectionEnabled)
    await recover(author, present.physicalId, wanted.PointInTimeRecoverySpecification)
    return present
  },
  remove: (author, { physicalId }) => removeTable(author, physicalId),
}

const recover = (author: Author, TableName: string, PointInTimeRecoverySpecification: Recovery): Promise<undefined> =>
  call(author, 'dynamodb:UpdateContinuousBackups', { TableName, PointInTimeRecoverySpecification })

const protect = (author: Author, TableName: string, DeletionProtectionEnabled: boolean): Promise<undefined> =>
  call(author, 'dynamodb:UpdateTable', { TableName, DeletionProtectionEnabled })

const removeTable = (author: Author, TableName: string): Promise<void> =>
  remove(author, 'dynamodb:DeleteTable', { TableName }, ['ResourceNotFoundException'])

export const dynamoDbTypes = { 'AWS::DynamoDB::Table': table }
