import { messageOf } from '../text/message-of.ts'
import type { Instant } from '../judgement/instant.ts'
import type { Came } from '../plan/carry-out.ts'
import { resultJson, type End } from '../plan/result.ts'
import { writeOwn } from './write-own.ts'

type Opening = {
  /** Where it is kept; undefined for nowhere. */
  readonly out: string | undefined
  readonly carried: Parameters<typeof resultJson>[0]
  readonly skipped: readonly Came[]
  readonly clock: () => Instant
}

/** A result that stands in its file before anything is done, and is told how it ended. */
export type OpenResult = {
  readonly isKept: boolean
  readonly close: (came: readonly Came[], end: End) => Promise<void>
}

/** @throws UsageError where something is in the way: an earlier result is evidence, and never written over */
export async function openResult({ out, carried, skipped, clock }: Opening): Promise<OpenResult> {
  if (out === undefined) return { isKept: false, close: async () => undefined }
  const begun = resultJson(carried, skipped, { kind: 'under-way' }, clock())
  await writeOwn(out, begun, { what: 'result', check: () => refuse('it is evidence of something else') })
  return {
    isKept: true,
    close: async (came, end) => {
      const own = { what: 'result', check: (text: string) => text !== begun && refuse('it was changed meanwhile') }
      try {
        await writeOwn(out, resultJson(carried, came, end, clock()), own)
      } catch (cause) {
        throw new Error(`What came of it could not be written (${messageOf(cause)}). The lines above have all of it.`, { cause })
      }
    },
  }
}

function refuse(why: string): never {
  throw new Error(why)
}
