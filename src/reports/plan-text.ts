import { entryName } from '../exclusions/entry.ts'
import type { Plan } from '../plan/plan.ts'
import { plain } from '../text/plain.ts'
import { plural } from '../text/plural.ts'
import { textTable } from './table.ts'
import { timeText } from './time-text.ts'
import { whereText } from './where-text.ts'

const COUNTED_FROM: Readonly<Record<Plan['revoke'][number]['clockIs'], string>> = {
  'last-use': 'its last use',
  creation: 'its creation',
  restart: 'a restore, or that it was switched on by hand',
}

/** A plan as people read it, in so many columns. */
export function planText(plan: Plan, columns: number): string {
  const { revoke, protected: kept, unknown, deadExclusions, exclusionList, exclusionParameter, region } = plan
  const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
    rows.length === 0 ? [] : [textTable(head, rows, columns)]
  return [
    ...(exclusionList === 'read' ? [] : [`WITHOUT AN EXCLUSION LIST: there is no ${exclusionParameter} in Region ${region}.`]),
    headText(plan),
    ...(revoke.length === 0 ? ['Nothing to revoke.'] : []),
    ...table(
      ['To revoke', 'User', 'Days', 'Idle since', 'Which is'],
      revoke.map(({ credential, userName, clockStart, clockIs, idleDays }) => [
        credential,
        userName,
        String(idleDays),
        clockStart.slice(0, 10),
        COUNTED_FROM[clockIs],
      ]),
    ),
    ...table(
      ['Left alone', 'What', 'Why'],
      kept.map(({ userName, credential, why }) => [userName, credential ?? 'everything', why]),
    ),
    ...table(
      ['Unknown', 'Why'],
      unknown.map(({ userName, why }) => [userName, why]),
    ),
    ...table(
      ['Exclusion', 'What has come of it'],
      deadExclusions.map(({ list, entry, why }) => [entryName({ list, text: entry }), why]),
    ),
    totalsText(plan),
  ].join('\n\n')
}

/** How much a plan would take: `133 credentials of 104 users`. */
export const takenText = ({ revoke }: Pick<Plan, 'revoke'>): string =>
  `${plural(revoke.length, 'credential')} of ${plural(new Set(revoke.map(({ userId }) => userId)).size, 'user')}`

const headText = (plan: Plan): string =>
  [
    `Plan of ${whereText(plan)}; limit ${plural(plan.limitDays, 'day')}, as of ${timeText(plan.asOf)}.`,
    `Made ${timeText(plan.createdAt)} by ${plan.caller} with version ${plan.toolVersion}.`,
    ...(plan.sharedExclusions === undefined
      ? []
      : [`Besides the account's own list, the shared exclusion list ${plan.sharedExclusions} holds.`]),
    ...(plan.narrowedTo.length === 0
      ? []
      : [`Narrowed to ${plan.narrowedTo.join(', ')}: ${plan.judged} of ${plural(plan.users, 'user')}.`]),
  ]
    .map((line) => plain(line))
    .join('\n')

const totalsText = (plan: Plan): string =>
  `${takenText(plan)} (of ${plan.users}); ${plan.protected.length} left alone; ${plan.unknown.length} unknown.` +
  (plan.left === 0
    ? ''
    : ` ${plural(plan.left, 'more user')} with something unused ${plan.left === 1 ? 'is' : 'are'} left for another plan.`)
