import type { Instant } from '../judgement/instant.ts'
import { isExpired, type Entry } from './entry.ts'
import { EXCLUSION_TAG, exclusionByTag, type TagExclusion } from './exclusion-tag.ts'
import { matches, type Subject } from './match.ts'

/** Why a user is left alone: an entry of the list, or the tag that the user carries. */
export type Exclusion = { readonly kind: 'entry'; readonly entry: Entry } | TagExclusion

/** What the sentence about an exclusion by the account's own list begins with. It is also how a later run knows that the list was in force (S8). */
export const LIST_EXCLUSION = 'Excluded by entry '

const BY_ENTRY = { local: LIST_EXCLUSION, shared: 'Excluded by shared entry ' }

/** The exclusion in force for a user at an instant; expired ones exclude nobody. */
export function exclusionFor(subject: Subject, entries: readonly Entry[], now: Instant): Exclusion | undefined {
  const entry = entries.find((candidate) => !isExpired(candidate, now) && matches(candidate, subject))
  if (entry !== undefined) return { kind: 'entry', entry }
  const tag = exclusionByTag(subject.tags)
  return tag === undefined || isExpired(tag, now) ? undefined : tag
}

/** One sentence: by what, until when, whose, why. */
export function describeExclusion(exclusion: Exclusion): string {
  switch (exclusion.kind) {
    case 'entry':
      return `${BY_ENTRY[exclusion.entry.list]}"${exclusion.entry.text}"${terms(exclusion.entry)}.`
    case 'tag':
      return `Excluded by tag ${EXCLUSION_TAG}${terms(exclusion)}.`
  }
}

type Terms = Pick<Entry, 'until' | 'owner' | 'reason'>

const terms = ({ until, owner, reason }: Terms): string =>
  [
    ...(until === undefined ? [] : [` until ${until.date}`]),
    ...(owner === undefined ? [] : [`, owner ${owner}`]),
    ...(reason === undefined ? [] : [`: ${reason.replace(/\.$/, '')}`]),
  ].join('')
