import { EXCLUSION_TAG, exclusionByTag } from '../exclusions/exclusion-tag.ts'
import { drawn, drawnFor, drawnInOrder } from './draw.ts'

/** What stands for what, for one snapshot; drawn by chance and kept nowhere. The same has the same pseudonym, ignoring case where IAM does. */
export type Pseudonyms = {
  readonly account: string
  /** Of whoever is meant, whether or not there is such a user. */
  readonly user: (name: string) => string
  readonly userId: (id: string) => string
  readonly key: (id: string) => string
  readonly group: (name: string) => string
  readonly path: (path: string) => string
  readonly tagValue: (key: string, value: string) => string
  /** Of anything else that people wrote. */
  readonly words: (text: string) => string
}

const IDS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Ids keep their order: who of several idle administrators is kept is decided by it. */
export function pseudonyms(ids: { readonly users: readonly string[]; readonly keys: readonly string[] }): Pseudonyms {
  const ignoringCase = (prefix: string): ((text: string) => string) => {
    const named = drawnFor(() => prefix + drawn(6))
    return (text) => named(text.toLowerCase())
  }
  const path = drawnFor(() => `/path-${drawn(6)}/`)
  const value = drawnFor(() => `value-${drawn(6)}`)
  const words = drawnFor(() => `words-${drawn(6)}`)
  return {
    account: drawn(12, '0123456789'),
    user: ignoringCase('user-'),
    userId: drawnInOrder(ids.users, () => `AIDA${drawn(17, IDS)}`),
    key: drawnInOrder(ids.keys, () => `AKIA${drawn(16, IDS)}`),
    group: ignoringCase('group-'),
    path: (text) => (text === '/' ? text : path(text)),
    tagValue: (key, text) => {
      if (text.trim() === '') return text
      return key.toLowerCase() === EXCLUSION_TAG ? exclusionValue(text, words) : value(`${key.toLowerCase()}=${text}`)
    },
    words,
  }
}

/** Until when somebody is excluded stays, and that nobody can read it. */
function exclusionValue(value: string, words: (text: string) => string): string {
  const { until, reason, fault } = exclusionByTag(new Map([[EXCLUSION_TAG, value]])) ?? {}
  if (fault !== undefined) return `until ${words(value)}`
  if (until === undefined) return words(value)
  return reason === undefined ? `until ${until.date}` : `until ${until.date} ${words(value)}`
}
