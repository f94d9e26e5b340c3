import type { BegunLine } from '../organization/line.ts'
import type { Run } from '../organization/run.ts'
import { sentence } from './run-sentences.ts'

/** An account of which there are no findings, and why. */
export type UnreadAccount = {
  readonly begun: BegunLine
  readonly id: string
  readonly name: string
  readonly kind: 'failed' | 'not-begun' | 'skipped'
  readonly at: string
  readonly says: string
}

const ORDER = ['failed', 'not-begun', 'skipped'] as const

/** The accounts without findings: those that could not be read first. */
export function unreadAccounts(runs: readonly Run[]): readonly UnreadAccount[] {
  const all = runs.flatMap(({ begun, accounts }) =>
    accounts.flatMap(({ account, outcome }): readonly UnreadAccount[] => {
      switch (outcome.kind) {
        case 'done':
          return []
        case 'failed': {
          const says = `Could not be read: ${outcome.phase}, ${outcome.code}: ${sentence(outcome.says)} ${outcome.next}`
          return [{ begun, ...account, kind: 'failed', at: outcome.at, says }]
        }
        case 'skipped':
          return [{ begun, ...account, kind: 'skipped', at: outcome.at, says: outcome.says }]
        case 'not-begun':
          return [{ begun, ...account, kind: 'not-begun', at: begun.at, says: 'The scan ended before this account was begun.' }]
      }
    }),
  )
  return ORDER.flatMap((kind) => all.filter((each) => each.kind === kind))
}
