import { exclusionList } from '../aws/exclusion-list.ts'
import { textsOf } from '../exclusions/edit.ts'
import { parseEntry, type Entry } from '../exclusions/entry.ts'
import { groupsNamed } from '../exclusions/list.ts'
import { losingProtection } from '../exclusions/protection.ts'
import { namesText } from '../reports/exclusions-text.ts'
import { plain } from '../text/plain.ts'
import { everybody } from './everybody.ts'
import { declined, UsageError, type Io } from './io.ts'
import { reached } from './reached.ts'
import { writeEdit } from './stored-list.ts'

export type RemoveOptions = { readonly entry: string; readonly parameter: string; readonly dryRun: boolean; readonly yes: boolean }

/** @throws UsageError where no entry, or more than one, is meant; Refusal where it is declined */
export async function removeExclusion({ entry, parameter, dryRun, yes }: RemoveOptions, io: Io): Promise<void> {
  const { region, now, sayWho, sayWrongClock } = await reached(io)
  sayWrongClock()
  const stored = await exclusionList(parameter).read()
  if (stored === undefined)
    throw new UsageError(
      `There is no exclusion list ${parameter} in Region ${region}. If it is elsewhere, say --region or --excluded-users.`,
    )
  const texts = textsOf(stored.value)
  const text = meant(entry.trim(), texts)
  const [before, after] = [entriesOf(texts), entriesOf(texts.filter((each) => each !== text))]
  const { users } = await everybody({ groups: groupsNamed(before), tags: true }, io)
  const losing = losingProtection(users, before, after, now)
  sayWho(`exclusion list ${parameter}`)
  io.note(losing.length === 0 ? 'Nobody loses protection by it.' : `No longer protected: ${namesText(losing)}.`)
  if (dryRun) return
  if (!yes && !(await io.confirm(`Remove "${text}"?`))) throw declined()
  const version = await writeEdit(parameter, stored, { add: [], remove: [text] }, io)
  io.out(`Removed "${plain(text)}". The list is of version ${version}.`)
}

function meant(entry: string, texts: readonly string[]): string {
  if (texts.includes(entry)) return entry
  const found = texts.filter((text) => entriesOf([text]).some((each) => each.text.toLowerCase() === entry.toLowerCase()))
  const [only, ...more] = found
  if (only === undefined) throw new UsageError(`"${plain(entry)}" is not in the list. "iam-cleanup exclude list" shows what is.`)
  if (more.length > 0)
    throw new UsageError(
      `"${plain(entry)}" means ${found.length} entries. Name one as it stands: ${found.map((text) => `"${plain(text)}"`).join(', ')}.`,
    )
  return only
}

/** Those that can be read: one that cannot protects nobody, and may be taken out. */
const entriesOf = (texts: readonly string[]): readonly Entry[] =>
  texts.flatMap((text) => {
    const parsed = parseEntry(text)
    return parsed.kind === 'entry' ? [parsed.entry] : []
  })
