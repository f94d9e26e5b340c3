import { isoTime, type Instant } from '../judgement/instant.ts'
import { plain } from '../text/plain.ts'
import type { ListedAccount } from './account.ts'

/** A verdict as AWS Config has it: of a user by its id, with our rule's annotation. */
export type AggregatedResult = {
  readonly accountId: string
  readonly region: string
  readonly userId: string
  readonly compliance: 'COMPLIANT' | 'NON_COMPLIANT'
  readonly annotation: string
  readonly recorded: Instant
}

/** How an account and Region feeds the aggregator. */
export type AggregatedSource = {
  readonly accountId: string
  readonly region: string
  readonly status: string
  readonly error: string | undefined
}

/** What an aggregator says, and what AWS Organizations says there is; `why` it says nothing. */
export type Aggregate = {
  readonly aggregator: string
  readonly rule: string
  readonly periodHours: number
  readonly now: Instant
  readonly caller: string
  readonly region: string
  readonly results: readonly AggregatedResult[]
  readonly sources: readonly AggregatedSource[]
  readonly organization:
    | { readonly kind: 'listed'; readonly accounts: readonly ListedAccount[] }
    | { readonly kind: 'not-listed'; readonly why: string }
}

const HOUR_MS = 3_600_000

/** A run may be late, and the aggregator as well: so many periods are waited for. */
const PERIODS = 2

type AggregatedAccount = {
  readonly id: string
  readonly name: string
  /** Empty where nothing came from the account. */
  readonly region: string
  readonly standing: 'fresh' | 'stale' | 'without'
  readonly says: string
  readonly latest?: string
  readonly users: number
  readonly nonCompliant: number
}

/** What there is to see of all accounts in an aggregator: verdicts and reasons, no dates of credentials. */
export type AggregateView = {
  readonly format: 'iam-unused-user-cleanup aggregate'
  readonly version: 1
  readonly createdAt: string
  readonly caller: string
  readonly region: string
  readonly aggregator: string
  readonly rule: string
  readonly periodHours: number
  /** Whether accounts that the aggregator does not show were looked for; else why not. */
  readonly comparedWith: 'organization' | { readonly nothing: string }
  /** Those without fresh results first. */
  readonly accounts: readonly AggregatedAccount[]
  readonly totals: { readonly accounts: number; readonly withoutFresh: number; readonly users: number; readonly nonCompliant: number }
  readonly results: readonly (Omit<AggregatedResult, 'recorded'> & { readonly recorded: string })[]
}

const ORDER = ['without', 'stale', 'fresh'] as const

/** Compare what an aggregator has with the accounts that there are. */
export function aggregateView(aggregate: Aggregate): AggregateView {
  const { aggregator, rule, periodHours, now, caller, region, results, organization } = aggregate
  const places = new Map<string, AggregatedResult[]>()
  for (const result of results) {
    const key = `${result.accountId} ${result.region}`
    const of = places.get(key) ?? []
    of.push(result)
    places.set(key, of)
  }
  const seen = [...places.values()].flatMap((of) => accountOf(of, aggregate))
  const known = new Set(seen.map(({ id }) => id))
  const missing = (organization.kind === 'listed' ? organization.accounts : unlisted(aggregate))
    .filter(({ id, state }) => !known.has(id) && state === 'ACTIVE')
    .map((account) => withoutResults(account, aggregate))
  const all = [...missing, ...seen]
  const accounts = ORDER.flatMap((standing) => all.filter((each) => each.standing === standing))
  return {
    format: 'iam-unused-user-cleanup aggregate',
    version: 1,
    createdAt: isoTime(now),
    caller: plain(caller),
    region,
    aggregator: plain(aggregator),
    rule: plain(rule),
    periodHours,
    comparedWith: organization.kind === 'listed' ? 'organization' : { nothing: plain(organization.why) },
    accounts,
    totals: {
      accounts: accounts.length,
      withoutFresh: accounts.filter(({ standing }) => standing !== 'fresh').length,
      users: results.length,
      nonCompliant: results.filter(({ compliance }) => compliance === 'NON_COMPLIANT').length,
    },
    results: results.map((result) => ({
      ...result,
      userId: plain(result.userId),
      annotation: plain(result.annotation),
      recorded: isoTime(result.recorded),
    })),
  }
}

function accountOf(results: readonly AggregatedResult[], aggregate: Aggregate): readonly AggregatedAccount[] {
  const { now, periodHours } = aggregate
  const [latestOne] = results.toSorted((one, other) => other.recorded - one.recorded)
  if (latestOne === undefined) return []
  const { accountId, region, recorded: latest } = latestOne
  const hours = Math.floor((now - latest) / HOUR_MS)
  const isStale = now - latest > PERIODS * periodHours * HOUR_MS
  return [
    {
      id: accountId,
      name: nameOf(accountId, aggregate),
      region,
      standing: isStale ? 'stale' : 'fresh',
      says: isStale
        ? `The latest result is ${hours} hours old, more than ${PERIODS} periods of ${periodHours} hours.${sourceText(accountId, aggregate)}`
        : '',
      latest: isoTime(latest),
      users: results.length,
      nonCompliant: results.filter(({ compliance }) => compliance === 'NON_COMPLIANT').length,
    },
  ]
}

const withoutResults = ({ id }: ListedAccount, aggregate: Aggregate): AggregatedAccount => ({
  id,
  name: nameOf(id, aggregate),
  region: '',
  standing: 'without',
  says: `The rule ${plain(aggregate.rule)} has no results there: not deployed, never run, or no users.${sourceText(id, aggregate)}`,
  users: 0,
  nonCompliant: 0,
})

/** Where AWS Organizations tells nothing, the accounts that feed the aggregator are all that is known. */
const unlisted = ({ sources }: Aggregate): readonly ListedAccount[] =>
  [...new Set(sources.map(({ accountId }) => accountId))].map((id) => ({ id, name: '', state: 'ACTIVE' }))

const nameOf = (accountId: string, { organization }: Aggregate): string =>
  plain(organization.kind === 'listed' ? (organization.accounts.find(({ id }) => id === accountId)?.name ?? '') : '')

/** How the account feeds the aggregator, where that explains something. */
function sourceText(accountId: string, { sources }: Aggregate): string {
  const own = sources.filter((source) => source.accountId === accountId)
  if (own.length === 0) return ' Nothing from the account reaches the aggregator: is AWS Config on there?'
  const bad = own.find(({ status }) => status !== 'SUCCEEDED')
  return bad === undefined
    ? ''
    : ` Its data in the aggregator are ${plain(bad.status)}${bad.error === undefined ? '' : ` (${plain(bad.error)})`}.`
}
