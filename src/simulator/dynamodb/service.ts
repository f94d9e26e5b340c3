import type { Service } from '../world/operation.ts'
import { itemOperations } from './item-operations.ts'
import { recoveryOperations } from './recovery-operations.ts'
import { tableOperations } from './table-operations.ts'

export const dynamoDbService: Service = {
  name: 'dynamodb',
  operations: [...tableOperations, ...recoveryOperations, ...itemOperations],
}
