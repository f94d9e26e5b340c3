import {
  DescribeContinuousBackups$,
  UpdateContinuousBackups$,
  type DescribeContinuousBackupsInput,
  type UpdateContinuousBackupsInput,
} from '@aws-sdk/client-dynamodb'
import { operation } from '../world/operation.ts'
import type { Table } from './table.ts'
import { findTable } from './tables.ts'
import { invalid } from './values.ts'

const LONGEST_DAYS = 35

/** Point-in-time recovery as far as it is switched on and off: nothing is recovered here. */
export const recoveryOperations = [
  operation(DescribeContinuousBackups$, ['TableName'], ({ TableName }: DescribeContinuousBackupsInput, { place, now }) => ({
    ContinuousBackupsDescription: shown(findTable(place, TableName), now),
  })),

  operation(
    UpdateContinuousBackups$,
    ['TableName', 'PointInTimeRecoverySpecification'],
    ({ TableName, PointInTimeRecoverySpecification }: UpdateContinuousBackupsInput, { place, now }) => {
      const table = findTable(place, TableName)
      const { PointInTimeRecoveryEnabled, RecoveryPeriodInDays: days = LONGEST_DAYS } = PointInTimeRecoverySpecification ?? {}
      if (days < 1 || days > LONGEST_DAYS) throw invalid(`RecoveryPeriodInDays must be between 1 and ${LONGEST_DAYS}.`)
      table.recovery = PointInTimeRecoveryEnabled === true ? { since: table.recovery?.since ?? now, days } : undefined
      return { ContinuousBackupsDescription: shown(table, now) }
    },
  ),
]

const shown = ({ recovery }: Table, now: Date) => ({
  ContinuousBackupsStatus: 'ENABLED' as const,
  PointInTimeRecoveryDescription:
    recovery === undefined
      ? { PointInTimeRecoveryStatus: 'DISABLED' as const }
      : {
          PointInTimeRecoveryStatus: 'ENABLED' as const,
          RecoveryPeriodInDays: recovery.days,
          EarliestRestorableDateTime: recovery.since,
          LatestRestorableDateTime: now,
        },
})
