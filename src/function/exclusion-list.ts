import { describeError } from '../aws/errors.ts'
import type { ReadParameter } from '../aws/exclusion-parameter.ts'
import type { Entry, ListName } from '../exclusions/entry.ts'
import { LIST_EXCLUSION } from '../exclusions/exclusion.ts'
import { faultsText, parseList } from '../exclusions/list.ts'
import type { Earlier } from './earlier.ts'
import { log } from './log.ts'
import type { Settings } from './settings.ts'

type Lists = Pick<Settings, 'exclusionParameter' | 'sharedExclusionsArn'>

/**
 * Whom to leave alone, by the account's own list and the shared one. An own list that never existed excludes nobody, as in the article; `earlier` is asked only where there is
 * none. A shared one that is named must be there: whether it was ever there is nothing that this account knows.
 * @throws Error where it cannot be known: unreadable, malformed, or gone since an earlier run (S8)
 */
export async function readExclusionLists(lists: Lists, earlier: () => Promise<Earlier>, read: ReadParameter): Promise<readonly Entry[]> {
  const { exclusionParameter, sharedExclusionsArn } = lists
  const own = await ownEntries(exclusionParameter, earlier, read)
  return sharedExclusionsArn === '' ? own : [...own, ...(await sharedEntries(sharedExclusionsArn, read))]
}

async function ownEntries(name: string, earlier: () => Promise<Earlier>, read: ReadParameter): Promise<readonly Entry[]> {
  const called = `exclusion list ${name}`
  const value = await readValue(name, called, read)
  if (value !== undefined) return parsedEntries(value, 'local', called)
  refuseVanishedList(name, await earlier())
  log.warn({ message: 'There is no exclusion list: nobody is excluded. Put "," to say so on purpose.', parameter: name })
  return []
}

async function sharedEntries(arn: string, read: ReadParameter): Promise<readonly Entry[]> {
  const called = `shared exclusion list ${arn}`
  const value = await readValue(arn, called, read)
  if (value !== undefined) return parsedEntries(value, 'shared', called)
  throw new Error(
    `The ${called} is not there, or not shared with this account any more. Nothing was evaluated. ` +
      `Share it again, or change the stack parameter SharedExclusionsArn.`,
  )
}

async function readValue(name: string, called: string, read: ReadParameter): Promise<string | undefined> {
  try {
    return await read(name)
  } catch (cause) {
    throw new Error(`The ${called} could not be read (${describeError(cause)}). Nothing was evaluated.`, { cause })
  }
}

function parsedEntries(value: string, which: ListName, called: string): readonly Entry[] {
  const list = parseList(value, which)
  if (list.kind === 'list') return list.entries
  throw new Error(`The ${called} is malformed: ${faultsText(list.faults)}. Nothing was evaluated. Correct the parameter.`)
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
