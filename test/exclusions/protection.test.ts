import { expect, test } from 'vitest'
import { deadExclusions } from '../../src/exclusions/dead.ts'
import { textsOf } from '../../src/exclusions/edit.ts'
import { EXCLUSION_TAG, exclusionByTag } from '../../src/exclusions/exclusion-tag.ts'
import { parseList } from '../../src/exclusions/list.ts'
import type { Subject } from '../../src/exclusions/match.ts'
import { losingProtection, protectionBy } from '../../src/exclusions/protection.ts'
import { instant } from '../../src/judgement/instant.ts'

const NOW = instant('2026-11-25T12:00:00Z')

const user = (userName: string, tags: Readonly<Record<string, string>> = {}): Subject => ({
  userName,
  userId: `AIDA${userName.toUpperCase()}`,
  arn: `arn:aws:iam::123456789012:user/${userName}`,
  path: '/',
  tags: new Map(Object.entries(tags)),
  groups: new Set(),
})

const [ana, ann, bob, tagged] = [user('ana'), user('ann'), user('bob'), user('tagged', { [EXCLUSION_TAG]: 'until 2026-12-31' })] as const
const everybody = [ana, ann, bob, tagged]

const entriesOf = (text: string) => {
  const list = parseList(text)
  if (list.kind !== 'list') throw new Error(list.kind)
  return list.entries
}

test('whom an entry means, and whether it still protects them', () => {
  const [now, past] = entriesOf('an?,b*;until=2026-11-24')
  if (now === undefined || past === undefined) throw new Error('unreachable')
  expect(protectionBy(now, everybody, NOW)).toEqual({ entry: now, isExpired: false, means: [ana, ann] })
  expect(protectionBy(past, everybody, NOW)).toEqual({ entry: past, isExpired: true, means: [bob] })
})

test.for<[what: string, before: string, after: string, losing: readonly string[]]>([
  ['an entry goes', 'ana,bob', 'bob', ['ana']],
  ['one that meant several becomes one that means one', 'an*', 'ann', ['ana']],
  ['another entry still means them', 'ana,an*', 'an*', []],
  ['one that had expired goes', 'ana;until=2026-11-24', ',', []],
  ['one is given an end that is past', 'ana', 'ana;until=2026-11-24', ['ana']],
  ['who has the tag keeps it', 'tagged', ',', []],
  ['one comes', ',', 'ana', []],
  ['all go', 'a*,bob', ',', ['ana', 'ann', 'bob']],
])('who loses protection: %s', ([, before, after, losing]) => {
  expect(losingProtection(everybody, entriesOf(before), entriesOf(after), NOW).map(({ userName }) => userName)).toEqual(losing)
})

test('exclusions that do not do what they are there for, each with its reason', () => {
  const [entry] = entriesOf('ana')
  const tag = exclusionByTag(new Map([[EXCLUSION_TAG, 'until 2026-11-24 leave']]))
  if (entry === undefined || tag === undefined) throw new Error('unreachable')
  const entries = (['protects', 'expired', 'matches nobody', 'names a group that does not exist'] as const).map((standing) => ({
    entry,
    standing,
  }))
  const tags = [
    { userName: 'gone', tag, isExpired: true },
    { userName: 'kept', tag, isExpired: false },
  ]
  expect(deadExclusions({ entries, tagged: tags })).toEqual([
    { what: '"ana"', why: 'it has expired and protects nobody.' },
    { what: '"ana"', why: 'it matches nobody. Is it misspelt?' },
    { what: '"ana"', why: 'there is no such group, so nobody is judged at all. Make the group, or take the entry out.' },
    { what: 'the tag iam-unused-user-cleanup:excluded of gone', why: 'it has expired on 2026-11-24.' },
  ])
})

test('the texts of a list are those between its commas, without what stands around them', () => {
  expect(textsOf(' ana , , bob;until=2026-12-31,')).toEqual(['ana', 'bob;until=2026-12-31'])
})
