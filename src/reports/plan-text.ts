import type { Plan } from '../plan/plan.ts'
import { entryName } from '../exclusions/entry.ts'
import { textTable } from './table.ts'

/** A plan as people read it. */
export function planText({ revoke, protected: kept, unknown, deadExclusions, ...plan }: Plan): string {
  const { accountId, asOf, limitDays, users, exclusionList, exclusionParameter, sharedExclusions, region } = plan
  return [
    ...(exclusionList === 'read' ? [] : [`WITHOUT AN EXCLUSION LIST: there is no ${exclusionParameter} in Region ${region}.`]),
    `Account ${accountId}, ${users} users, limit ${limitDays} days, as of ${asOf}.`,
    ...(sharedExclusions === undefined ? [] : [`Besides the account's own list, the shared exclusion list ${sharedExclusions} holds.`]),
    ...(revoke.length === 0
      ? ['Nothing to revoke.']
      : [
          textTable(
            ['To revoke', 'User', 'Idle since', 'Days'],
            revoke.map(({ credential, userName, clockStart, idleDays }) => [
              credential,
              userName,
              clockStart.slice(0, 10),
              String(idleDays),
            ]),
          ),
        ]),
    ...(kept.length === 0
      ? []
      : [
          textTable(
            ['Left alone', 'What', 'Why'],
            kept.map(({ userName, credential, why }) => [userName, credential ?? 'everything', why]),
          ),
        ]),
    ...(unknown.length === 0
      ? []
      : [
          textTable(
            ['Unknown', 'Why'],
            unknown.map(({ userName, why }) => [userName, why]),
          ),
        ]),
    ...(deadExclusions.length === 0
      ? []
      : [
          textTable(
            ['Exclusion', 'What has come of it'],
            deadExclusions.map(({ list, entry, why }) => [entryName({ list, text: entry }), why]),
          ),
        ]),
  ].join('\n\n')
}
