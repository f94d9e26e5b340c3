import pc from 'picocolors'
import type { Findings } from '../findings/findings.ts'
import { plural } from '../text/plural.ts'
import type { View } from './view.ts'

/** Sums that add up, of one account or of several. */
export const totalsText = (title: string, documents: readonly Pick<Findings, 'totals'>[], { colours }: View): string =>
  [pc.createColors(colours).bold(title), ...totalsSentences(documents)].join('\n')

/** One sentence on users, one on credentials. */
export function totalsSentences(documents: readonly Pick<Findings, 'totals'>[]): readonly string[] {
  const users = (of: keyof Findings['totals']['users']): number => sum(documents.map(({ totals }) => totals.users[of]))
  const credentials = (of: keyof Findings['totals']['credentials']): number => sum(documents.map(({ totals }) => totals.credentials[of]))
  const gone = users('gone')
  const left = users('inAccount') - users('listed')
  return [
    `${plural(users('listed'), 'user')}: ${users('unknown')} could not be judged, ${users('nonCompliant')} non-compliant, ${users('compliant')} compliant, ` +
      `${users('excluded')} excluded${gone === 0 ? '' : `, ${gone} deleted meanwhile`}${left > 0 ? ` (${left} more in the account were not asked for)` : ''}.`,
    `${plural(credentials('all'), 'credential')}: ${credentials('unused')} unused, ${credentials('dueSoon')} unused soon, ${credentials('inUse')} in use, ` +
      `${credentials('inactive')} inactive, ${credentials('excluded')} of excluded users, ${credentials('unknown')} of users who could not be judged.`,
  ]
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)
