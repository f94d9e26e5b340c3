import { describeError } from '../aws/errors.ts'
import type { ReadParameter } from '../aws/exclusion-parameter.ts'
import type { Entry } from '../exclusions/entry.ts'
import { LIST_EXCLUSION } from '../exclusions/exclusion.ts'
import { faultsText, parseList } from '../exclusions/list.ts'
import type { Earlier } from './earlier.ts'
import { log } from './log.ts'

/**
 * Whom to leave alone. A list that never existed excludes nobody, as in the article; `earlier` is asked only where there is none.
 * @throws Error where it cannot be known: unreadable, malformed, or gone since an earlier run (S8)
 */
export async function readExclusionList(name: string, earlier: () => Promise<Earlier>, read: ReadParameter): Promise<readonly Entry[]> {
  const value = await readValue(name, read)
  if (value !== undefined) return parsedEntries(name, value)
  refuseVanishedList(name, await earlier())
  log.warn({ message: 'There is no exclusion list: nobody is excluded. Put "," to say so on purpose.', parameter: name })
  return []
}

async function readValue(name: string, read: ReadParameter): Promise<string | undefined> {
  try {
    return await read(name)
  } catch (cause) {
    throw new Error(`The exclusion list ${name} could not be read (${describeError(cause)}). Nothing was evaluated.`, { cause })
  }
}

function parsedEntries(name: string, value: string): readonly Entry[] {
  const list = parseList(value)
  if (list.kind === 'list') return list.entries
  throw new Error(`The exclusion list ${name} is malformed: ${faultsText(list.faults)}. Nothing was evaluated. Correct the parameter.`)
}

function refuseVanishedList(name: string, earlier: Earlier): void {
  if (earlier.kind === 'unread')
    throw new Error(
      `There is no exclusion list ${name}, and whether there was one could not be read (${earlier.why}). Nothing was evaluated.`,
    )
  const excludedBefore = [...earlier.evaluations.values()].filter(({ annotation }) => annotation.startsWith(LIST_EXCLUSION)).length
  if (excludedBefore === 0) return
  throw new Error(
    `The exclusion list ${name} is gone, and an earlier run excluded ${excludedBefore} user(s) by it. Nothing was evaluated. ` +
      `Restore the parameter, or put "," to say that nobody is excluded.`,
  )
}
