import { EXCLUSION_TAG, type TagExclusion } from './exclusion-tag.ts'
import { entryName, type Entry } from './entry.ts'

/** What has come of an entry, where all users, tags and groups are known. `protects nobody here`: one of the shared list, which may protect somebody in another account. */
export type EntryStanding = 'protects' | 'protects nobody here' | 'expired' | 'matches nobody' | 'names a group that does not exist'

type Standing = {
  readonly entries: readonly { readonly entry: Entry; readonly standing: EntryStanding }[]
  readonly tagged: readonly { readonly userName: string; readonly tag: TagExclusion; readonly isExpired: boolean }[]
}

const WHY: Readonly<Record<EntryStanding, string>> = {
  protects: '',
  'protects nobody here': '',
  expired: 'it has expired and protects nobody.',
  'matches nobody': 'it matches nobody. Is it misspelt?',
  'names a group that does not exist': 'there is no such group, so nobody is judged at all. Make the group, or take the entry out.',
}

/** The exclusions that do not do what they are there for. */
export function deadExclusions({ entries, tagged }: Standing): readonly { readonly what: string; readonly why: string }[] {
  return [
    ...entries.flatMap(({ entry: { text, list }, standing }) =>
      WHY[standing] === '' ? [] : [{ what: entryName({ text: `"${text}"`, list }), why: WHY[standing] }],
    ),
    ...tagged.flatMap(({ userName, tag: { until }, isExpired }) =>
      isExpired ? [{ what: `the tag ${EXCLUSION_TAG} of ${userName}`, why: `it has expired on ${until?.date}.` }] : [],
    ),
  ]
}
