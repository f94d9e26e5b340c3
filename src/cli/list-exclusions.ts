import { standingExclusions, type StandingExclusions } from './standing-exclusions.ts'
import { deadExclusions } from '../exclusions/dead.ts'
import { exclusionsText } from '../reports/exclusions-text.ts'
import { plural } from '../text/plural.ts'
import { CheckFound, type Io } from './io.ts'
import { reached } from './reached.ts'

/** @throws Error for a list that cannot be read */
export async function listExclusions(
  { parameter, format }: { readonly parameter: string; readonly format: 'table' | 'json' },
  io: Io,
): Promise<void> {
  const standing = await standingNow(parameter, io)
  if (format === 'json') return io.out(JSON.stringify(shown(standing), undefined, 2))
  io.out(exclusionsText(standing, io.columns))
}

/** @throws CheckFound where an entry or a tag protects nobody */
export async function checkExclusions({ parameter }: { readonly parameter: string }, io: Io): Promise<void> {
  const standing = await standingNow(parameter, io)
  const dead = deadExclusions(standing)
  for (const { what, why } of dead) io.out(`${what}: ${why}`)
  const all = plural(standing.entries.length + standing.tagged.length, 'exclusion')
  if (dead.length > 0) throw new CheckFound(`${dead.length} of ${all} ${dead.length === 1 ? 'protects' : 'protect'} nobody.`)
  io.out(`Each of ${all} protects somebody.`)
}

async function standingNow(parameter: string, io: Io): Promise<StandingExclusions> {
  const { region, now, sayWrongClock } = await reached(io)
  sayWrongClock()
  return standingExclusions({ parameter, region, now }, io)
}

const shown = ({ list, entries, tagged }: StandingExclusions): object => ({
  list,
  entries: entries.map(({ entry: { text, until, owner, reason }, standing, means }) => ({
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
