import { moment } from '../../findings/explained-clock.ts'
import type { Findings } from '../../findings/findings.ts'
import { plural } from '../../text/plural.ts'
import { totalsSentences } from '../totals-text.ts'
import { foreign, markup, NOTHING, type Markup } from './markup.ts'
import { areApart, common, total } from './of-documents.ts'
import { opening, tileList, type Fact, type Tile } from './opening.ts'

/** What a reader must know first: of which account and when this is, by whom and with what it was made. */
export const heading = (documents: readonly Findings[]): Markup => opening('Unused IAM credentials', factsOf(documents))

function factsOf(documents: readonly Findings[]): readonly Fact[] {
  const [findings] = documents
  if (findings === undefined) return []
  const one = (name: string, of: (each: Findings) => string | undefined, several: string) =>
    [name, documents.length === 1 ? foreign(of(findings) ?? '') : foreign(common(documents, of) ?? several)] as const
  const accounts = new Set(documents.map(({ account }) => account.id)).size
  const isOne = documents.length === 1
  return [
    isOne
      ? [
          'Account',
          findings.account.alias === undefined
            ? markup`${findings.account.id}`
            : markup`${foreign(findings.account.alias)} (${findings.account.id})`,
        ]
      : ['Accounts', markup`${accounts}`],
    one('Region', ({ account }) => account.region, 'several'),
    one('Limit', ({ limitDays }) => plural(limitDays, 'day'), 'several'),
    one('As of', ({ asOf }) => moment(asOf), spanOf(documents.map(({ asOf }) => asOf))),
    one(
      'Credential report',
      ({ data }) => (data.report.kind === 'used' ? moment(data.report.generated) : 'none, read live'),
      'each its own',
    ),
    one('Made by', ({ caller }) => caller, 'several'),
    one('Version', ({ toolVersion }) => toolVersion, 'several'),
  ]
}

const spanOf = (times: readonly string[]): string => {
  const [first = '', last = ''] = [times.toSorted().at(0), times.toSorted().at(-1)]
  return `${moment(first)} to ${moment(last)}`
}

/** The totals, each leading to what it counts. */
export function tiles(documents: readonly Findings[]): Markup {
  if (!areApart(documents)) return NOTHING
  const users = (of: keyof Findings['totals']['users']): number => total(documents, (totals) => totals.users[of])
  const credentials = (of: keyof Findings['totals']['credentials']): number => total(documents, (totals) => totals.credentials[of])
  const within = common(documents, ({ dueWithinDays }) => dueWithinDays)
  const all: readonly Tile[] = [
    { tone: 'unknown', count: users('unknown'), name: 'could not be judged', under: 'users', to: 'unread' },
    {
      tone: 'unused',
      count: credentials('unused'),
      name: 'unused',
      under: `credentials, of ${plural(users('nonCompliant'), 'user')}`,
      to: 'unused',
    },
    {
      tone: 'due-soon',
      count: credentials('dueSoon'),
      name: 'unused soon',
      under: within === undefined ? 'credentials' : `credentials, within ${plural(within, 'day')}`,
      to: 'soon',
    },
    { tone: 'excluded', count: users('excluded'), name: 'excluded', under: 'users', to: 'excluded' },
    { tone: 'in-use', count: users('compliant'), name: 'compliant', under: `of ${plural(users('listed'), 'user')}`, to: 'credentials' },
  ]
  return markup`${tileList(all)}
    <p class="muted totals">${totalsSentences(documents).join(' ')}</p> `
}
