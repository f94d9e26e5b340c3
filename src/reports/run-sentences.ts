import type { AccountLine, AccountName } from '../organization/line.ts'
import { accountsThat, countOf, type Run } from '../organization/run.ts'
import { plural } from '../text/plural.ts'

/** An error names so many accounts; the result names all. */
const NAMED = 20

/** What became of an account, in a line. */
export function accountLineText(line: AccountLine): string {
  const name = accountText(line.account)
  switch (line.kind) {
    case 'skipped':
      return `${name}: skipped. ${line.says}`
    case 'failed':
      return `${name}: FAILED at ${line.phase} (${line.code}). ${line.next}`
    case 'done': {
      const { users, credentials } = line.findings.totals
      const unknown = users.unknown === 0 ? '' : `, ${users.unknown} could not be judged`
      return `${name}: ${plural(users.listed, 'user')}, ${users.nonCompliant} non-compliant${unknown}; ${plural(credentials.unused, 'unused credential')}.`
    }
  }
}

export const accountText = ({ id, name }: AccountName): string => (name === '' ? id : `${id} ${name}`)

type Said = Readonly<Record<'notBegun' | 'failed' | 'unknown' | 'unused', string | undefined>>

/** What a run came to, as far as it is more than that all is well. */
export function runSentences(run: Run): Said {
  const failed = accountsThat(run, 'failed')
  const done = accountsThat(run, 'done')
  const unknown = done.filter(({ outcome }) => outcome.totals.users.unknown > 0)
  const unused = done.filter(({ outcome }) => outcome.totals.users.nonCompliant > 0)
  const sum = (of: (each: (typeof done)[number]['outcome']['totals']) => number): number =>
    done.reduce((all, { outcome }) => all + of(outcome.totals), 0)
  const notBegun = countOf(run, 'not-begun')
  return {
    notBegun: notBegun === 0 ? undefined : `${plural(notBegun, 'account')} of ${run.accounts.length} not begun`,
    failed:
      failed.length === 0
        ? undefined
        : `${failed.length} of ${plural(run.accounts.length, 'account')} could not be read: ${named(failed.map(({ account, outcome }) => `${accountText(account)} (${outcome.phase}: ${outcome.code})`))}`,
    unknown:
      unknown.length === 0
        ? undefined
        : `${plural(
            sum(({ users }) => users.unknown),
            'user',
          )} of ${plural(unknown.length, 'account')} could not be judged: ${named(unknown.map(({ account }) => accountText(account)))}`,
    unused:
      unused.length === 0
        ? undefined
        : `${plural(
            sum(({ credentials }) => credentials.unused),
            'credential',
          )} of ${plural(
            sum(({ users }) => users.nonCompliant),
            'user',
          )} in ${plural(unused.length, 'account')} found unused`,
  }
}

/** As many as a sentence takes. */
export const named = (all: readonly string[]): string => [...all.slice(0, NAMED), ...(all.length > NAMED ? ['...'] : [])].join(', ')

/** What AWS says has no end. */
export const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)
