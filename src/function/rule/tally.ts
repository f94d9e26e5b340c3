import { describeError } from '../../aws/errors.ts'
import type { Entry } from '../../exclusions/entry.ts'
import { exclusionByTag, type TagExclusion } from '../../exclusions/exclusion-tag.ts'
import { matches } from '../../exclusions/match.ts'
import { standingOf, type Standing } from '../../exclusions/standing.ts'
import type { Found } from '../../inventory/finding.ts'
import type { Instant } from '../../judgement/instant.ts'

type Kind = Found['finding']['kind']

/** An error names so many users; the log names every one. */
const NAMED_IN_ERROR = 50

/** What a run has found so far: counts, who is here, and which exclusions have met somebody. */
export class Tally {
  readonly entries: readonly Entry[]
  readonly tags: { readonly userName: string; readonly tag: TagExclusion }[] = []
  readonly #counts = new Map<Kind, number>()
  readonly #here = new Set<string>()
  readonly #unknown: string[] = []
  readonly #matched = new Set<Entry>()

  constructor(entries: readonly Entry[]) {
    this.entries = entries
  }

  add({ subject, finding }: Found): void {
    this.#counts.set(finding.kind, this.count(finding.kind) + 1)
    if (finding.kind !== 'gone') this.#here.add(subject.userId)
    if (finding.kind === 'unknown') this.#unknown.push(`${subject.userName} (${describeError(finding.cause)})`)
    for (const entry of this.entries) if (matches(entry, subject)) this.#matched.add(entry)
    const tag = exclusionByTag(subject.tags)
    if (tag !== undefined) this.tags.push({ userName: subject.userName, tag })
  }

  count(kind: Kind): number {
    return this.#counts.get(kind) ?? 0
  }

  total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0)
  }

  /** Users of whom a verdict is known. */
  known(): number {
    return this.total() - this.count('unknown') - this.count('gone')
  }

  isHere(userId: string): boolean {
    return this.#here.has(userId)
  }

  standing(entry: Entry, now: Instant): Standing {
    return standingOf(entry, this.#matched, now)
  }

  /** @throws Error that counts and names the users who stayed unknown (S4) */
  failOnUnknown(): void {
    const unknown = this.#unknown
    if (unknown.length === 0) return
    const more = unknown.length > NAMED_IN_ERROR ? ` and ${unknown.length - NAMED_IN_ERROR} more, named in the log` : ''
    throw new Error(
      `${unknown.length} of ${this.total()} users could not be judged and got no evaluation; the others were reported. ` +
        `Unknown: ${unknown.slice(0, NAMED_IN_ERROR).join(', ')}${more}.`,
    )
  }
}
