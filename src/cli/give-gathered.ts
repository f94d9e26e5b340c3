import type { Findings } from '../findings/findings.ts'
import type { Run } from '../organization/run.ts'
import { GATHERED } from '../reports/gathered.ts'
import { IN_FILES } from '../reports/view.ts'
import { checkReport, give, type Way } from './give.ts'
import type { Io } from './io.ts'
import { linesIn } from './lines-file.ts'
import { writeOwn } from './write-own.ts'

/** Organizations as far as they were read, each with the file that has the lines; and findings of single accounts. */
export type ToGive = {
  readonly runs: readonly { readonly run: Run; readonly file: string }[]
  readonly single: readonly Findings[]
}

/** Give findings of many accounts to the user. @throws UsageError where the file is something else */
export async function giveGathered({ runs, single }: ToGive, way: Way, io: Io): Promise<void> {
  if (runs.length === 0) return give(single, way, io)
  const { format, out } = way
  const documents = async () => [...(await Promise.all(runs.map((each) => latestFindings(each)))).flat(), ...single]
  const text = await GATHERED[format]({ runs: runs.map(({ run }) => run), single, documents }, out === undefined ? io : IN_FILES)
  if (out === undefined) return io.out(text)
  const isReplaced = await writeOwn(out, `${text}\n`, { what: 'report', check: checkReport })
  io.note(`The findings are in ${out}${isReplaced ? ', in place of earlier ones' : ''}.`)
}

/** The findings that count, of each account the latest, in the order of the accounts. */
export async function latestFindings({ run, file }: ToGive['runs'][number]): Promise<readonly Findings[]> {
  const wanted = new Set(run.accounts.flatMap(({ outcome, line }) => (outcome.kind === 'done' ? [line] : [])))
  const documents = new Map<string, Findings>()
  let number = 0
  for await (const line of linesIn(file)) {
    if (line.kind === 'done' && wanted.has(number)) documents.set(line.account.id, line.findings)
    number += 1
  }
  return run.accounts.flatMap(({ account }) => documents.get(account.id) ?? [])
}
