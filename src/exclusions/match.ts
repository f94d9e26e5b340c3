import type { Entry } from './entry.ts'
import type { Selector } from './selector.ts'

/** What of a user the selectors look at. */
export type Subject = {
  readonly userName: string
  readonly userId: string
  readonly arn: string
  readonly path: string
  readonly tags: ReadonlyMap<string, string>
  /** Names of the groups among those that the list mentions. */
  readonly groups: ReadonlySet<string>
}

export const matches = ({ selector }: Pick<Entry, 'selector'>, subject: Subject): boolean => selects(selector, subject)

function selects(selector: Selector, subject: Subject): boolean {
  switch (selector.kind) {
    case 'name':
      return sameIgnoringCase(selector.name, subject.userName)
    case 'glob':
      return glob(selector.pattern, subject.userName)
    case 'user-id':
      return selector.id === subject.userId || sameIgnoringCase(selector.id, subject.userName)
    case 'arn':
      return glob(inAccountOf(subject.arn, selector.pattern), subject.arn)
    case 'path':
      return glob(selector.pattern, subject.path)
    case 'tag':
      return [...subject.tags].some(([key, value]) => sameIgnoringCase(key, selector.key) && (selector.value ?? value) === value)
    case 'group':
      return [...subject.groups].some((name) => sameIgnoringCase(name, selector.name))
  }
}

/** `*` for the account means any account, and nothing beyond it: a path may hold colons. */
const inAccountOf = (arn: string, pattern: string): string => pattern.replace(/^([^:]*:[^:]*:iam::)\*(?=:)/, `$1${arn.split(':')[4]}`)

const sameIgnoringCase = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** `*` any run of characters, `?` any one; the whole text, ignoring case. No regular expression is built from input: at worst it takes text times pattern. */
function glob(pattern: string, text: string): boolean {
  const [wanted, given] = [pattern.toLowerCase(), text.toLowerCase()]
  let [at, from, star, resume] = [0, 0, -1, 0]
  while (from < given.length) {
    if (wanted[at] === '*') {
      star = at
      resume = from
      at += 1
    } else if (wanted[at] === '?' || wanted[at] === given[from]) {
      at += 1
      from += 1
    } else if (star >= 0) {
      resume += 1
      from = resume
      at = star + 1
    } else return false
  }
  return /^\**$/.test(wanted.slice(at))
}
