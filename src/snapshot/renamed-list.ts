import type { Entry } from '../exclusions/entry.ts'
import { matches, type Subject } from '../exclusions/match.ts'
import type { Selector } from '../exclusions/selector.ts'
import type { Pseudonyms } from './pseudonyms.ts'

/** A name has 64 characters, and room for so many marks. */
const MARKS = 13

/** An exclusion list that means the same users by their pseudonyms. */
export type RenamedList = {
  /** A user's pseudonym. Who is meant by patterns has a mark of each in it. */
  readonly nameOf: (userName: string) => string
  readonly entries: readonly string[]
}

/** No pattern fits pseudonyms: one is replaced by a pattern for a mark that those have in their names whom it means; later ones by the names of these. */
export function renamedList(entries: readonly Entry[], everybody: readonly Subject[], pseudonyms: Pseudonyms): RenamedList {
  const patterns = entries.filter(({ selector: { kind } }) => kind === 'glob' || kind === 'path' || kind === 'arn')
  const marked = patterns.slice(0, MARKS)
  const marks = new Map(everybody.map((subject) => [subject.userName.toLowerCase(), marksOf(subject)]))
  const nameOf = (userName: string): string => pseudonyms.user(userName) + (marks.get(userName.toLowerCase()) ?? '')
  return { nameOf, entries: entries.flatMap((entry) => selectorsFor(entry).map((text) => text + termsOf(entry))) }

  function marksOf(subject: Subject): string {
    const met = marked.flatMap((entry, place) => (matches(entry, subject) ? [`p${place}`] : []))
    return met.length === 0 ? '' : `.${met.join('.')}.`
  }

  function selectorsFor(entry: Entry): readonly string[] {
    const { selector } = entry
    const means = everybody.filter((subject) => matches(entry, subject)).map(({ userName }) => nameOf(userName))
    switch (selector.kind) {
      case 'name':
        return [nameOf(selector.name)]
      case 'user-id':
        // Somebody may be called like an id.
        return [pseudonyms.userId(selector.id), ...means]
      case 'tag':
        return [`tag:${selector.key}${selector.value === undefined ? '' : `=${pseudonyms.tagValue(selector.key, selector.value)}`}`]
      case 'group':
        return [`group:${pseudonyms.group(selector.name)}`]
      case 'glob':
      case 'path':
      case 'arn':
        return byPattern(selector, marked.indexOf(entry), means)
    }
  }

  function byPattern({ kind }: Selector, mark: number, means: readonly string[]): readonly string[] {
    if (mark < 0) return means.length === 0 ? [pseudonyms.user(`nobody ${mark}`)] : means
    const pattern = `*.p${mark}.*`
    return [kind === 'arn' ? `arn:aws:iam::${pseudonyms.account}:user/${pattern}` : pattern]
  }

  function termsOf({ until, owner, reason }: Entry): string {
    return [
      ...(until === undefined ? [] : [`;until=${until.date}`]),
      ...(owner === undefined ? [] : [`;owner=${pseudonyms.words(owner)}`]),
      ...(reason === undefined ? [] : [`;reason=${pseudonyms.words(reason)}`]),
    ].join('')
  }
}
