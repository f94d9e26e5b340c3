import { exclusionList } from '../aws/exclusion-list.ts'
import { edited, textsOf } from '../exclusions/edit.ts'
import { parseEntry, type Entry } from '../exclusions/entry.ts'
import { faultsText, groupsNamed, parseList } from '../exclusions/list.ts'
import { protectionBy } from '../exclusions/protection.ts'
import { namesText } from '../reports/exclusions-text.ts'
import { plain } from '../text/plain.ts'
import { everybody } from './everybody.ts'
import { plural } from '../text/plural.ts'
import { declined, Refusal, UsageError, type Io } from './io.ts'
import { reached } from './reached.ts'
import { refuseTooLong, writeEdit } from './stored-list.ts'

export type AddOptions = {
  readonly selector: string
  readonly until: string | undefined
  readonly owner: string | undefined
  readonly reason: string | undefined
  readonly anyway: boolean
  readonly parameter: string
  readonly dryRun: boolean
  readonly yes: boolean
}

/** @throws UsageError for what is no entry; Refusal for one that protects nobody, and where it is declined */
export async function addExclusion({ parameter, anyway, dryRun, yes, ...given }: AddOptions, io: Io): Promise<void> {
  const { text, entry } = entryOf(given)
  const { accountId, now, sayWho, sayWrongClock } = await reached(io)
  sayWrongClock()
  const list = exclusionList(parameter)
  const before = await list.read()
  const texts = textsOf(before?.value ?? '')
  const parsed = parseList(before?.value ?? '')
  if (parsed.kind === 'malformed')
    throw new Error(
      `The exclusion list ${parameter} is malformed: ${faultsText(parsed.faults)}. Nothing was done. "exclude remove" takes an entry out.`,
    )
  if (texts.includes(text)) return io.out(`"${plain(text)}" was in the list already: nothing was changed.`)
  const { users, missing } = await everybody({ groups: groupsNamed([entry]), tags: entry.selector.kind === 'tag' }, io)
  if (missing.length > 0)
    throw new Refusal(
      `There is no IAM group ${missing.join(', ')}: with that entry in the list nobody would be judged at all. Make the group first.`,
    )
  const { means, isExpired } = protectionBy(entry, users, now)
  if (isExpired && !anyway)
    throw new Refusal(`"${plain(text)}" ends before today: it would protect nobody. Name a later day, or say --anyway.`)
  if (means.length === 0 && !anyway)
    throw new Refusal(
      `"${plain(text)}" matches none of the ${plural(users.length, 'user')} of account ${accountId}. Is it misspelt? If it is for somebody to come, say --anyway.`,
    )
  const replaced = texts.filter((each) => selectorOf(each) === entry.text)
  const edit = { add: [text], remove: replaced }
  if (before !== undefined) refuseTooLong(edited(texts, edit), await list.traits())
  sayWho(`exclusion list ${parameter}${before === undefined ? ', which is made' : ''}`)
  for (const each of replaced) io.note(`In place of "${plain(each)}".`)
  io.note(means.length === 0 ? 'It protects nobody at present.' : `It protects ${namesText(means)}${isExpired ? ', but has expired' : ''}.`)
  if (dryRun) return
  if (!yes && !(await io.confirm(`Add "${text}"?`))) throw declined()
  const version = await writeEdit(parameter, before, edit, io)
  io.out(`Added "${plain(text)}". The list is of version ${version}.`)
}

const selectorOf = (text: string): string | undefined => {
  const parsed = parseEntry(text)
  return parsed.kind === 'entry' ? parsed.entry.text : undefined
}

/** The entry of what was given, by the parser that reads the list. @throws UsageError where it would not be read as it was meant */
function entryOf({ selector, until, owner, reason }: Pick<AddOptions, 'selector' | 'until' | 'owner' | 'reason'>): {
  readonly text: string
  readonly entry: Entry
} {
  const terms = Object.entries({ until, owner, reason }).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value: value.trim() }],
  )
  for (const { name, value } of terms)
    if (/[,;]|\{\{/.test(value) || plain(value) !== value)
      throw new UsageError(`--${name}: a comma, a semicolon, {{ and control characters have no place in an entry of the list.`)
  if (/[,;]/.test(selector))
    throw new UsageError(
      `"${plain(selector)}" is more than a selector. A user whose name holds a comma is named by id (AIDA...); terms are given by --until, --owner and --reason.`,
    )
  const text = [selector.trim(), ...terms.map(({ name, value }) => `${name}=${value}`)].join(';')
  const parsed = parseEntry(text)
  if (parsed.kind === 'malformed') throw new UsageError(`"${plain(parsed.text)}" is no entry of the list: expected ${parsed.expected}.`)
  return { text, entry: parsed.entry }
}
