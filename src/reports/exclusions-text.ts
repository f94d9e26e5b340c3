import { EXCLUSION_TAG } from '../exclusions/exclusion-tag.ts'
import { entryName, type ListName } from '../exclusions/entry.ts'
import { textTable } from './table.ts'

type Named = { readonly userName: string }

type Terms = { readonly until?: { readonly date: string }; readonly owner?: string; readonly reason?: string }

type Exclusions = {
  readonly entries: readonly {
    readonly entry: Terms & { readonly list: ListName; readonly text: string }
    readonly standing: string
    readonly means: readonly Named[]
  }[]
  readonly tagged: readonly (Named & { readonly tag: Terms & { readonly fault?: string }; readonly isExpired: boolean })[]
}

/** So many are named; of the others, how many they are. */
const NAMED = 10

export const namesText = (users: readonly Named[]): string =>
  `${users
    .slice(0, NAMED)
    .map(({ userName }) => userName)
    .join(', ')}${users.length > NAMED ? ` and ${users.length - NAMED} more` : ''}`

/** Each exclusion as people read it. */
export function exclusionsText({ entries, tagged }: Exclusions, columns: number): string {
  const rows = [
    ...entries.map(({ entry: { list, text, ...terms }, standing, means }) => [
      entryName({ list, text }),
      standing === 'protects' ? namesText(means) : standing === 'protects nobody here' ? 'nobody here' : `nobody: ${standing}`,
      ...termsOf(terms),
    ]),
    ...tagged.map(({ userName, tag, isExpired }) => [
      `tag ${EXCLUSION_TAG}`,
      isExpired ? `nobody: expired (${userName})` : userName,
      ...termsOf(tag),
    ]),
  ]
  return rows.length === 0 ? 'Nobody is excluded.' : textTable(['Exclusion', 'Protects now', 'Until', 'Owner', 'Reason'], rows, columns)
}

const termsOf = ({ until, owner = '', reason = '', fault }: Terms & { readonly fault?: string }): string[] => [
  fault === undefined ? (until?.date ?? '') : 'no end: its date cannot be read',
  owner,
  reason,
]
