import type { Plan } from '../plan/plan.ts'
import { textTable } from './table.ts'

/** A plan as people read it. */
export function planText({ accountId, createdAt, limitDays, users, revoke, protected: kept, unknown }: Plan): string {
  return [
    `Account ${accountId}, ${users} users, limit ${limitDays} days, as of ${createdAt}.`,
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
  ].join('\n\n')
}
