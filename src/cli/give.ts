import type { Findings } from '../findings/findings.ts'
import type { FormatName } from '../reports/format-names.ts'
import { FORMATS, isReport } from '../reports/formats.ts'
import { isGathered } from '../reports/gathered.ts'
import { IN_FILES } from '../reports/view.ts'
import type { Io } from './io.ts'
import { writeOwn } from './write-own.ts'

/** Where findings go, and how. */
export type Way = { readonly format: FormatName; readonly out: string | undefined }

/** Give findings to the user. @throws UsageError where the file is something else */
export async function give(documents: readonly Findings[], { format, out }: Way, io: Io): Promise<void> {
  if (out === undefined) return io.out(FORMATS[format].render(documents, io))
  const isReplaced = await writeOwn(out, `${FORMATS[format].render(documents, IN_FILES)}\n`, { what: 'report', check: checkReport })
  io.note(`The findings are in ${out}${isReplaced ? ', in place of earlier ones' : ''}.`)
}

export function checkReport(text: string): void {
  if (!isReport(text) && !isGathered(text)) throw new Error('it is none of our reports')
}
