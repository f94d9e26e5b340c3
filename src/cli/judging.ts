import { Option } from '@commander-js/extra-typings'
import { isoInstant, wholeNumber } from './arguments.ts'
import { exclusionListOption } from './list-option.ts'
import { LEDGER_OPTIONS, type LedgerChoice } from './ledger-option.ts'
import { sharedExclusionsOrNone, type SharedChoice } from './shared-list.ts'

/** By what the commands judge that only read. */
export type Judging = {
  readonly limitDays: number
  readonly dueWithinDays: number
  readonly exclusionParameter: string
  readonly shared: SharedChoice
  readonly ledger: LedgerChoice
  /** Look ahead or back; undefined for now. */
  readonly at: Date | undefined
}

/** Their options. */
export const JUDGING = {
  maxAge: new Option('--max-age <days>', 'the limit').argParser(wholeNumber(1, 10_000)).default(90),
  dueWithin: new Option('--due-within <days>', 'say who will be unused so soon').argParser(wholeNumber(0, 10_000)).default(14),
  excludedUsers: exclusionListOption,
  sharedExclusions: sharedExclusionsOrNone,
  ledgerTable: LEDGER_OPTIONS.ledgerTable,
  stackName: LEDGER_OPTIONS.stackName,
  at: new Option('--at <instant>', 'judge as of then (default: now)').argParser(isoInstant),
}

type Said = LedgerChoice &
  SharedChoice & {
    readonly maxAge: number
    readonly dueWithin: number
    readonly excludedUsers: string
    readonly at?: Date | undefined
  }

export const judgingOf = ({ maxAge, dueWithin, excludedUsers, sharedExclusions: arn, ledgerTable, stackName, at }: Said): Judging => ({
  limitDays: maxAge,
  dueWithinDays: dueWithin,
  exclusionParameter: excludedUsers,
  shared: { sharedExclusions: arn, stackName },
  ledger: { ledgerTable, stackName },
  at,
})
