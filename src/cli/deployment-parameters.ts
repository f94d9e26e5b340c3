import { isTableThere } from '../aws/table-there.ts'
import type { ParameterChange } from '../deployment/change.ts'
import type { StackNow } from '../deployment/stack.ts'
import { PARAMETERS } from '../stack/parameters.ts'
import { UsageError, type Io } from './io.ts'
import { LEDGER } from './ledger-option.ts'

export type ParameterOptions = {
  readonly runbook: string | undefined
  readonly maxAge: number | undefined
  readonly parameters: ReadonlyMap<string, string>
}

export type Chosen = {
  readonly given: ReadonlyMap<string, string>
  /** Those that the stack keeps. */
  readonly kept: readonly string[]
  /** Every parameter of the template, as it will be. */
  readonly all: readonly ParameterChange[]
}

const NAMES = Object.keys(PARAMETERS)

/** @throws UsageError for a parameter that the template does not have, or that is given twice */
export async function chosenParameters(options: ParameterOptions, stack: StackNow | undefined, io: Io): Promise<Chosen> {
  const given = namedParameters(options)
  const before = stack?.parameters ?? new Map<string, string>()
  if (stack === undefined && !given.has('RemediationRunbook')) given.set('RemediationRunbook', 'Guarded')
  if (!given.has('LedgerTableName') && (await isLedgerLeft(stack))) {
    given.set('LedgerTableName', LEDGER)
    io.note(`The ledger ${LEDGER} is there already, left by an earlier stack: this one takes it over (LedgerTableName=${LEDGER}).`)
  }
  const kept = NAMES.filter((name) => !given.has(name) && before.has(name))
  const all = Object.entries(PARAMETERS).map(([name, { default: unnamed }]) => ({
    name,
    was: before.get(name),
    is: given.get(name) ?? before.get(name) ?? String(unnamed),
  }))
  return { given, kept, all }
}

/** What is given on the command line, by the template's names. @throws UsageError for a parameter that the template does not have, or that is given twice */
export function namedParameters({ runbook, maxAge, parameters }: ParameterOptions): Map<string, string> {
  const unknown = [...parameters.keys()].filter((name) => !NAMES.includes(name))
  if (unknown.length > 0) throw new UsageError(`The template has no parameter ${unknown.join(', ')}. There are ${NAMES.join(', ')}.`)
  const given = new Map(parameters)
  for (const [name, option, value] of [
    ['RemediationRunbook', '--runbook', runbook],
    ['MaxCredentialUsageAge', '--max-age', maxAge?.toString()],
  ] as const) {
    if (value === undefined) continue
    if (given.has(name)) throw new UsageError(`${name} is given twice: by --parameter and by ${option}.`)
    given.set(name, value)
  }
  return given
}

/** A table that the stack has not made, nor been told of, and whose name it would want. */
const isLedgerLeft = async (stack: StackNow | undefined): Promise<boolean> =>
  stack?.outputs.get('LedgerTable') === undefined && (await isTableThere(LEDGER))
