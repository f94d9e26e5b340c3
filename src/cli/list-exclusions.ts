import { standingExclusions, type StandingExclusions } from './standing-exclusions.ts'
import { deadExclusions } from '../exclusions/dead.ts'
import { exclusionsText } from '../reports/exclusions-text.ts'
import { plural } from '../text/plural.ts'
import type { Lists } from './exclusions-in-force.ts'
import { CheckFound, type Io } from './io.ts'
import { reached } from './reached.ts'

type Asked = Omit<Lists, 'region'>

/** @throws Error for a list that cannot be read */
export async function listExclusions({ format, ...lists }: Asked & { readonly format: 'table' | 'json' }, io: Io): Promise<void> {
  const standing = await standingNow(lists, io)
  if (format === 'json') return io.out(JSON.stringify(shown(standing), undefined, 2))
  io.out(exclusionsText(standing, io.columns))
}

/** @throws CheckFound where an entry or a tag protects nobody */
export async function checkExclusions(lists: Asked, io: Io): Promise<void> {
  const standing = await standingNow(lists, io)
  const dead = deadExclusions(standing)
  for (const { what, why } of dead) io.out(`${what}: ${why}`)
  const all = standing.entries.length + standing.tagged.length
  if (dead.length > 0)
    throw new CheckFound(`${dead.length} of ${plural(all, 'exclusion')} ${dead.length === 1 ? 'protects' : 'protect'} nobody.`)
  const elsewhere = standing.entries.filter((each) => each.standing === 'protects nobody here').length
  io.out(
    `Each of ${plural(all - elsewhere, 'exclusion')} protects somebody${elsewhere === 0 ? '.' : `; ${elsewhere} more of the shared list protect nobody here, and may in other accounts.`}`,
  )
}

async function standingNow(lists: Asked, io: Io): Promise<StandingExclusions> {
  const { region, now, sayWrongClock } = await reached(io)
  sayWrongClock()
  return standingExclusions({ ...lists, region, now }, io)
}

const shown = ({ list, shared, entries, tagged }: StandingExclusions): object => ({
  list,
  shared,
  entries: entries.map(({ entry: { list: from, text, until, owner, reason }, standing, means }) => ({
    list: from,
    selector: text,
    until: until?.date,
    owner,
    reason,
    standing,
    means: means.map(({ userName, userId }) => ({ userName, userId })),
  })),
  tagged: tagged.map(({ userName, tag: { until, reason, fault }, isExpired }) => ({
    userName,
    until: until?.date,
    reason,
    isExpired,
    fault,
  })),
})
