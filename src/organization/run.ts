import type { Findings } from '../findings/findings.ts'
import type { AccountName, BegunLine, FailedLine, Line, SkippedLine } from './line.ts'

/** Who needs a look in an account: so many are remembered. */
const LOOKS = 20

/** What is remembered of an account that was read: its findings stand in its line. */
export type DoneSummary = Pick<Findings, 'totals' | 'asOf' | 'dueWithinDays'> & {
  readonly kind: 'done'
  readonly at: string
  readonly alias: string | undefined
  /** What was not there to go by. */
  readonly without: readonly ('exclusion list' | 'ledger' | 'credential report')[]
  /** Who could not be judged first, then who has something unused; the first of them. */
  readonly looks: readonly { readonly userName: string; readonly what: string }[]
}

export type Outcome = SkippedLine | FailedLine | DoneSummary | { readonly kind: 'not-begun' }

export type RunAccount = {
  readonly account: AccountName
  readonly outcome: Outcome
  /** Where its line stands among all lines; undefined where it has none. */
  readonly line: number | undefined
}

/** What became of every account of an organization. */
export type Run = { readonly begun: BegunLine; readonly accounts: readonly RunAccount[] }

export type OutcomeKind = Outcome['kind']

/** Follows lines as they are written or read, and forgets the findings in them. A later line of an account stands for an earlier one. */
export function follow() {
  let begun: BegunLine | undefined
  let lines = 0
  const outcomes = new Map<string, Omit<RunAccount, 'account'>>()
  return {
    take(line: Line): void {
      if (line.kind === 'begun') begun = line
      else outcomes.set(line.account.id, { outcome: line.kind === 'done' ? summaryOf(line.at, line.findings) : line, line: lines })
      lines += 1
    },
    /** @throws Error where no line said what it is about */
    run(): Run {
      if (begun === undefined) throw new Error('it does not begin as "iam-cleanup scan --organization --out" does')
      const { accounts } = begun
      return {
        begun,
        accounts: accounts.map((account) => ({
          account,
          ...(outcomes.get(account.id) ?? { outcome: { kind: 'not-begun' }, line: undefined }),
        })),
      }
    },
  }
}

export const countOf = ({ accounts }: Run, kind: OutcomeKind): number => accounts.filter(({ outcome }) => outcome.kind === kind).length

/** The accounts with an outcome of this kind, each with it. */
export const accountsThat = <K extends OutcomeKind>({ accounts }: Run, kind: K) =>
  accounts.flatMap(({ account, outcome }) => (isOf(outcome, kind) ? [{ account, outcome }] : []))

const isOf = <K extends OutcomeKind>(outcome: Outcome, kind: K): outcome is Extract<Outcome, { kind: K }> => outcome.kind === kind

function summaryOf(at: string, { totals, asOf, dueWithinDays, account, exclusions, ledger, data, users }: Findings): DoneSummary {
  return {
    kind: 'done',
    at,
    totals,
    asOf,
    dueWithinDays,
    alias: account.alias,
    without: [
      ...(exclusions.list === 'missing' ? (['exclusion list'] as const) : []),
      ...(ledger.kind === 'none' ? (['ledger'] as const) : []),
      ...(data.report.kind === 'unavailable' ? (['credential report'] as const) : []),
    ],
    looks: [
      ...users.flatMap(({ userName, verdict }) =>
        verdict.kind === 'unknown' ? [{ userName, what: `could not be judged: ${verdict.why}` }] : [],
      ),
      ...users.flatMap(({ userName, verdict, credentials }) =>
        verdict.kind === 'non-compliant'
          ? [{ userName, what: credentials.flatMap(({ standing, reason }) => (standing === 'unused' ? [reason] : [])).join(' ') }]
          : [],
      ),
    ].slice(0, LOOKS),
  }
}
