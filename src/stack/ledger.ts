import { CfnDeletionPolicy } from 'aws-cdk-lib'
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb'
import type { Construct } from 'constructs'
import { chooseText, whether } from './choice.ts'

const LEDGER = 'iam-unused-user-cleanup-ledger'

/** The ledger's table: made by this stack, or left by an earlier one. `made` is there where this stack makes it (or may). */
export type Ledger = { readonly name: string; readonly made: CfnTable | undefined }

/**
 * What was done to credentials outlives the stack, and nobody deletes it by the way. Retained after a creation that failed as well: CloudFormation cannot delete a table that is
 * protected, and the rollback would fail (docs/decisions/0013-the-ledger-stays.md).
 */
export function ledger(scope: Construct, adopted: string): Ledger {
  const isNew = whether(scope, 'NewLedger', adopted, '')
  if (isNew.kind === 'known' && !isNew.holds) return { name: adopted, made: undefined }
  const table = new CfnTable(scope, 'Ledger', {
    tableName: LEDGER,
    billingMode: 'PAY_PER_REQUEST',
    attributeDefinitions: ['userId', 'credential'].map((attributeName) => ({ attributeName, attributeType: 'S' })),
    keySchema: [
      { attributeName: 'userId', keyType: 'HASH' },
      { attributeName: 'credential', keyType: 'RANGE' },
    ],
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtectionEnabled: true,
  })
  table.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN
  table.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN
  if (isNew.kind === 'condition') table.cfnOptions.condition = isNew.condition
  return { name: chooseText(isNew, table.ref, adopted), made: table }
}
