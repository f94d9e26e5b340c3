import { instant, isDay, plusDays, type Instant } from '../judgement/instant.ts'
import type { Malformed } from './malformed.ts'
import { parseSelector, type Selector } from './selector.ts'

/** Which list an entry stands in: the account's own, or the one that an organization shares with all its accounts. */
export type ListName = 'local' | 'shared'

/** One entry of an exclusion list: whom it protects, until when, and who answers for it. */
export type Entry = {
  readonly list: ListName
  readonly selector: Selector
  /** The selector as the list has it. */
  readonly text: string
  readonly until?: Until
  readonly owner?: string
  readonly reason?: string
}

/** The last day (UTC) of an exclusion, and the instant at which that day is over. */
export type Until = { readonly date: string; readonly ends: Instant }

export type ParsedEntry = { readonly kind: 'entry'; readonly entry: Entry } | Malformed

/** `selector[;until=YYYY-MM-DD][;owner=…][;reason=…]` */
export function parseEntry(text: string, list: ListName = 'local'): ParsedEntry {
  const parsed = parseParts(text, list)
  return parsed.kind === 'malformed' && parsed.text === '' ? { ...parsed, text } : parsed
}

function parseParts(text: string, list: ListName): ParsedEntry {
  const [selectorText = '', ...attributes] = text.split(';').map((part) => part.trim())
  const selector = parseSelector(selectorText)
  if (selector.kind === 'malformed') return selector
  return attributes.reduce<ParsedEntry>((parsed, attribute) => withAttribute(parsed, attribute), {
    kind: 'entry',
    entry: { list, selector, text: selectorText },
  })
}

/** An entry as it is told in a line of its own; which list is said of the shared one alone. */
export const entryName = ({ text, list }: Pick<Entry, 'text' | 'list'>): string => (list === 'local' ? text : `${text} (shared list)`)

export const isExpired = ({ until }: { readonly until?: Until }, now: Instant): boolean => until !== undefined && now >= until.ends

/** @returns undefined for a text that is no day of the calendar */
export function parseUntil(date: string): Until | undefined {
  return isDay(date) ? { date, ends: plusDays(instant(date), 1) } : undefined
}

const ATTRIBUTES = ['until', 'owner', 'reason'] as const

function withAttribute(parsed: ParsedEntry, attribute: string): ParsedEntry {
  if (parsed.kind === 'malformed') return parsed
  const equals = attribute.indexOf('=')
  const name = ATTRIBUTES.find((known) => known === attribute.slice(0, Math.max(equals, 0)).trim())
  const value = attribute.slice(equals + 1).trim()
  const fault = (expected: string): Malformed => ({ kind: 'malformed', text: attribute, expected })
  if (name === undefined) return fault('until=YYYY-MM-DD, owner=... or reason=...')
  if (value === '') return fault(`a value after ${name}=`)
  if (parsed.entry[name] !== undefined) return fault(`${name}= only once in an entry`)
  if (name !== 'until') return { kind: 'entry', entry: { ...parsed.entry, [name]: value } }
  const until = parseUntil(value)
  return until === undefined ? fault('a day of the calendar as until=YYYY-MM-DD') : { kind: 'entry', entry: { ...parsed.entry, until } }
}
