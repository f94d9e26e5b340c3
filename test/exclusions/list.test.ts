import { describe, expect, test } from 'vitest'
import { deadExclusions } from '../../src/exclusions/dead.ts'
import { entryName, isExpired, parseUntil } from '../../src/exclusions/entry.ts'
import { EXCLUSION_TAG, exclusionByTag } from '../../src/exclusions/exclusion-tag.ts'
import { describeExclusion, exclusionFor } from '../../src/exclusions/exclusion.ts'
import { faultsText, groupsNamed, parseList } from '../../src/exclusions/list.ts'
import type { Subject } from '../../src/exclusions/match.ts'
import { parseSelector } from '../../src/exclusions/selector.ts'
import { DEAD, standingOf } from '../../src/exclusions/standing.ts'
import { instant } from '../../src/judgement/instant.ts'

const NOW = instant('2026-11-25T12:00:00Z')

const ANA: Subject = {
  userName: 'Ana.Silva',
  userId: 'AIDAIOSFODNN7EXAMPLE',
  arn: 'arn:aws:iam::123456789012:user/service/deploy/Ana.Silva',
  path: '/service/deploy/',
  tags: new Map([['Team', 'Blue']]),
  groups: new Set(['BreakGlass']),
}

const BOB: Subject = {
  ...ANA,
  userName: 'bob,jr',
  userId: 'AIDAIOSFODNN7OTHERID',
  arn: 'arn:aws:iam::123456789012:user/bob,jr',
  path: '/',
  tags: new Map(),
  groups: new Set(),
}

const excluded = (list: string, subject = ANA): string | undefined => {
  const parsed = parseList(list)
  if (parsed.kind === 'malformed') throw new Error(`malformed: ${parsed.faults.map(({ text }) => text).join(' ')}`)
  const exclusion = exclusionFor(subject, parsed.entries, NOW)
  return exclusion && describeExclusion(exclusion)
}

describe('who is meant (section 5)', () => {
  test.for<[list: string, meansAna: boolean]>([
    ['Ana.Silva', true],
    ['ana.silva', true],
    [' ANA.SILVA ,someone', true],
    ['ana.silva2', false],
    ['ana', false],
    ['ana*', true],
    ['*silva', true],
    ['a?a.silva', true],
    ['a??a.silva', false],
    ['*ana.silva', true],
    ['an*a.silva', true],
    ['ana.silva*', true],
    ['a*a*a', true],
    ['*l*a.s*', false],
    ['silv?', false],
    ['*ilv?', true],
    ['ana.silva?', false],
    ['ana.silva*x', false],
    ['ana.silva*?', false],
    ['*', true],
    ['AIDAIOSFODNN7EXAMPLE', true],
    ['AIDAIOSFODNN7OTHERID', false],
    ['arn:aws:iam::123456789012:user/service/deploy/Ana.Silva', true],
    ['arn:aws:iam::123456789012:user/service/*', true],
    ['arn:aws:iam::210987654321:user/service/deploy/Ana.Silva', false],
    ['arn:aws:iam::*:user/service/*', true],
    ['arn:aws:iam::*:user/Service/deploy/ana.silva', true],
    ['arn:aws:iam::*:user/break-glass/*', false],
    ['arn:aws-cn:iam::*:user/service/*', false],
    ['path:/service/*', true],
    ['path:/service/deploy/', true],
    ['path:/service/', false],
    ['tag:Team', true],
    ['tag:team', true],
    ['tag:Team=Blue', true],
    ['tag:Team=blue', false],
    ['tag:Team=', false],
    ['tag:Owner', false],
    ['group:BreakGlass', true],
    ['group:breakglass', true],
    ['group:Other', false],
    [',', false],
    [' , ,', false],
    ['ana.silva;until=2026-11-25', true],
    ['ana.silva;until=2026-11-24', false],
    ['ana.silva ; until=2026-12-31 ; owner=secops@example.com ; reason=break glass', true],
  ])('%s: %s', ([list, meansAna]) => {
    expect(excluded(list) !== undefined).toBe(meansAna)
  })

  test('a name with a comma can be meant by its id alone', () => {
    expect(excluded('AIDAIOSFODNN7OTHERID', BOB)).toBe('Excluded by entry "AIDAIOSFODNN7OTHERID".')
    expect(excluded('bob,jr', BOB)).toBeUndefined()
  })

  test('* for the account is that and no more: a path with colons in it means nobody else', () => {
    const sly = { ...ANA, arn: 'arn:aws:iam::123456789012:user/a:user/break-glass/eve', path: '/a:user/break-glass/' }
    expect(excluded('arn:aws:iam::*:user/break-glass/*', sly)).toBeUndefined()
    expect(excluded('arn:aws:iam::*:user/break-glass/*', { ...ANA, arn: 'arn:aws:iam::123456789012:user/break-glass/ana' })).toBe(
      'Excluded by entry "arn:aws:iam::*:user/break-glass/*".',
    )
    const odd = { ...ANA, arn: 'arn:aws:iam::123456789012:user/x:y:iam::z:q/ana', path: '/x:y:iam::z:q/' }
    expect(excluded('arn:aws:iam::123456789012:user/x:y:iam::*:q/ana', odd)).toBeDefined()
  })

  test('one of several tags, or groups, is enough', () => {
    const several = {
      ...ANA,
      tags: new Map([
        ['Cost Center', '4 2'],
        ['Stage2', 'v2=b'],
      ]),
      groups: new Set(['Ops', 'BreakGlass']),
    }
    expect(excluded('tag:Cost Center', several)).toBe('Excluded by entry "tag:Cost Center".')
    expect(excluded('tag:Cost Center=4 2', several)).toBe('Excluded by entry "tag:Cost Center=4 2".')
    expect(excluded('tag:stage2=v2=b', several)).toBe('Excluded by entry "tag:stage2=v2=b".')
    expect(excluded('tag:stage2=v2', several)).toBeUndefined()
    expect(excluded('group:breakglass', several)).toBe('Excluded by entry "group:breakglass".')
  })

  test('an asterisk in a path is met by one in a pattern as anything else is', () => {
    expect(excluded('path:/a*c/', { ...ANA, path: '/a*bc/' })).toBe('Excluded by entry "path:/a*c/".')
  })

  test.for(['xAIDAIOSFODNN7EXAMPLE', 'AIDAIOSFODNN7EXAMPLE.jr', 'AIDAIOSFODNN'])('%s is no user id, but a name', (userName) => {
    expect(parseSelector(userName)).toEqual({ kind: 'name', name: userName })
  })

  test('who is named like a user id is meant by it too', () => {
    expect(parseSelector('AIDAIOSFODNN7OTHERID')).toEqual({ kind: 'user-id', id: 'AIDAIOSFODNN7OTHERID' })
    expect(excluded('AIDAIOSFODNN7OTHERID', { ...ANA, userName: 'AidaIOSFODNN7OtherId' })).toBe('Excluded by entry "AIDAIOSFODNN7OTHERID".')
  })

  test('an exclusion ends with its last day, to the millisecond', () => {
    const until = parseUntil('2026-11-25')
    expect(until && isExpired({ until }, instant('2026-11-25T23:59:59.999Z'))).toBe(false)
    expect(until && isExpired({ until }, instant('2026-11-26T00:00:00Z'))).toBe(true)
    expect(isExpired({}, NOW)).toBe(false)
  })

  test('spaces around what an entry says do not matter', () => {
    expect(excluded('ana.silva; until = 2026-12-31 ;owner= ops ')).toBe('Excluded by entry "ana.silva" until 2026-12-31, owner ops.')
  })

  test('the full stop of a reason is its last one', () => {
    expect(excluded('ana*;reason=v1.2 of the audit.')).toBe('Excluded by entry "ana*": v1.2 of the audit.')
  })

  test('the sentence names entry, end, owner and reason', () => {
    expect(excluded('ana*;until=2026-12-31;owner=ops;reason=quarterly audit.')).toBe(
      'Excluded by entry "ana*" until 2026-12-31, owner ops: quarterly audit.',
    )
  })
})

describe('what cannot be read, with the offending text and what was expected', () => {
  test.for<[list: string, text: string, expected: RegExp]>([
    ['ana silva', 'ana silva', /user name/],
    ['ok,b<d', 'b<d', /user name/],
    ['ana;till=2026-12-31', 'till=2026-12-31', /until=YYYY-MM-DD, owner=... or reason=.../],
    ['ana;until', 'until', /until=YYYY-MM-DD/],
    ['ana;until=', 'until=', /a value after until=/],
    ['ana;until=2026-02-30', 'until=2026-02-30', /a day of the calendar/],
    ['ana;until=31.12.2026', 'until=31.12.2026', /a day of the calendar/],
    ['ana;owner=a;owner=b', 'owner=b', /only once/],
    ['ana;', 'ana;', /until=YYYY-MM-DD/],
    [';until=2026-12-31', ';until=2026-12-31', /user name/],
    ['path:service', 'path:service', /begins with \//],
    ['arn:aws:iam::1:user/x', 'arn:aws:iam::1:user/x', /ARN of an IAM user/],
    ['arn:aws:iam::1*:user/x', 'arn:aws:iam::1*:user/x', /or with \* for the account/],
    ['arn:aws:iam::*:role/x', 'arn:aws:iam::*:role/x', /ARN of an IAM user/],
    ['arn:aws:iam::123456789012:role/x', 'arn:aws:iam::123456789012:role/x', /ARN of an IAM user/],
    ['tag:', 'tag:', /tag:Key/],
    ['group:', 'group:', /IAM group/],
    ['a[bc]*', 'a[bc]*', /pattern/],
    ['ana;till=1;owner=b', 'till=1', /until=YYYY-MM-DD/],
    ['ana;owner=b;owner=c;until=x', 'owner=c', /only once/],
    ['arn:x arn:aws:iam::123456789012:user/x', 'arn:x arn:aws:iam::123456789012:user/x', /ARN of an IAM user/],
    ['arn:aws:iam::123456789012:user/x y', 'arn:aws:iam::123456789012:user/x y', /ARN of an IAM user/],
    ['path:path:/x', 'path:path:/x', /begins with \//],
    ['path:/x y', 'path:/x y', /begins with \//],
    ['tag:<tag:Key', 'tag:<tag:Key', /tag:Key/],
    ['tag:Key<', 'tag:Key<', /tag:Key/],
    ['tag:Key=<', 'tag:Key=<', /tag:Key/],
    ['group:<group:b', 'group:<group:b', /IAM group/],
    ['group:b<', 'group:b<', /IAM group/],
    [`group:${'b'.repeat(129)}`, `group:${'b'.repeat(129)}`, /IAM group/],
    ['é*', 'é*', /pattern/],
    ['*é', '*é', /pattern/],
    ['["ana"]', '["ana"]', /user name/],
  ])('%s', ([list, text, expected]) => {
    const parsed = parseList(list)
    expect(parsed.kind).toBe('malformed')
    if (parsed.kind !== 'malformed') return
    expect(parsed.faults[0]?.text).toBe(text)
    expect(parsed.faults[0]?.expected).toMatch(expected)
  })
})

describe('the exclusion tag', () => {
  const tagged = (value: string): string | undefined =>
    excluded(',', { ...ANA, tags: new Map([['IAM-unused-user-cleanup:Excluded', value]]) })

  test.for<[value: string, sentence: string | undefined]>([
    ['', 'Excluded by tag iam-unused-user-cleanup:excluded.'],
    ['true', 'Excluded by tag iam-unused-user-cleanup:excluded: true.'],
    ['until 2026-12-31 quarterly audit', 'Excluded by tag iam-unused-user-cleanup:excluded until 2026-12-31: quarterly audit.'],
    ['until 2026-11-25', 'Excluded by tag iam-unused-user-cleanup:excluded until 2026-11-25.'],
    ['until 2026-11-24 over', undefined],
    ['until further notice', 'Excluded by tag iam-unused-user-cleanup:excluded: until further notice.'],
    ['until 2026-13-01', 'Excluded by tag iam-unused-user-cleanup:excluded: until 2026-13-01.'],
  ])('%s', ([value, sentence]) => {
    expect(tagged(value)).toBe(sentence)
  })

  test.for<[value: string, exclusion: object]>([
    ['', { kind: 'tag' }],
    ['open until 2026-12-31', { kind: 'tag', reason: 'open until 2026-12-31' }],
    ['untilled', { kind: 'tag', reason: 'untilled' }],
    [' Until   2026-12-31 ', { kind: 'tag', until: { date: '2026-12-31', ends: instant('2027-01-01T00:00:00Z') } }],
    [
      'until 2026-12-31  quarterly audit',
      { kind: 'tag', until: { date: '2026-12-31', ends: instant('2027-01-01T00:00:00Z') }, reason: 'quarterly audit' },
    ],
    ['until', { kind: 'tag', reason: 'until', fault: '"until" is not "until YYYY-MM-DD reason"' }],
    ['until:2026-12-31', { kind: 'tag', reason: 'until:2026-12-31', fault: '"until:2026-12-31" is not "until YYYY-MM-DD reason"' }],
    ['until 2026-02-30', { kind: 'tag', reason: 'until 2026-02-30', fault: '"until 2026-02-30" is not "until YYYY-MM-DD reason"' }],
  ])('read: %j', ([value, exclusion]) => {
    expect(
      exclusionByTag(
        new Map([
          ['Team', 'Blue'],
          [EXCLUSION_TAG, value],
        ]),
      ),
    ).toEqual(exclusion)
  })

  test('without it nobody is excluded', () => {
    expect(exclusionByTag(new Map([['Team', 'Blue']]))).toBeUndefined()
  })
})

test('faults in one line, and nothing of the entries that are right', () => {
  const list = parseList('ana,b<d,ana;until=')
  expect(list).toEqual({
    kind: 'malformed',
    faults: [
      { kind: 'malformed', text: 'b<d', expected: expect.stringMatching(/^a user name, a pattern/) },
      { kind: 'malformed', text: 'until=', expected: 'a value after until=' },
    ],
  })
  expect(list.kind === 'malformed' && faultsText(list.faults)).toBe(
    '"b<d" (expected a user name, a pattern with * or ?, a user id AIDA..., arn:..., path:/..., tag:Key[=Value] or group:Name); ' +
      '"until=" (expected a value after until=)',
  )
})

describe('an entry of the shared list', () => {
  const list = parseList(
    'ana*;until=2026-12-31;owner=ops,old;until=2026-11-24,gone,tag:Team=Red,arn:aws:iam::210987654321:user/x',
    'shared',
  )
  const entries = list.kind === 'list' ? list.entries : []

  test('is named as such', () => {
    const exclusion = exclusionFor(ANA, entries, NOW)
    expect(exclusion && describeExclusion(exclusion)).toBe('Excluded by shared entry "ana*" until 2026-12-31, owner ops.')
    expect(entries.map((entry) => entryName(entry))).toContain('gone (shared list)')
    expect(entryName({ list: 'local', text: 'gone' })).toBe('gone')
  })

  test('may be for another account: one that meets nobody here is not dead, one that has expired is', () => {
    const [ana] = entries
    if (ana === undefined) throw new Error('unreachable')
    const standings = entries.map((entry) => standingOf(entry, new Set([ana]), NOW))
    expect(standings).toEqual(['matched', 'expired', 'elsewhere', 'elsewhere', 'elsewhere'])
    expect(DEAD.elsewhere).toBe('')
    const here = { protects: 'protects', 'protects nobody here': 'protects nobody here', expired: 'expired' } as const
    const dead = deadExclusions({ entries: Object.values(here).map((standing) => ({ entry: ana, standing })), tagged: [] })
    expect(dead).toEqual([{ what: '"ana*" (shared list)', why: 'it has expired and protects nobody.' }])
  })
})

test('what has come of an entry, what is said of it, and the groups that must be read', () => {
  const list = parseList('ana,old;until=2026-11-24,tag:Team=Blue,group:Ops,group:Break,group:Ops;owner=a')
  if (list.kind !== 'list') throw new Error(list.kind)
  const [ana, old, team] = list.entries
  if (ana === undefined || old === undefined || team === undefined) throw new Error('unreachable')
  const matched = new Set([ana])
  expect([ana, old, team].map((entry) => standingOf(entry, matched, NOW))).toEqual(['matched', 'expired', 'tag-unseen'])
  expect([ana, team].map((entry) => standingOf(entry, new Set([team]), NOW))).toEqual(['unmatched', 'matched'])
  expect(DEAD).toEqual({
    matched: '',
    elsewhere: '',
    expired: 'This exclusion has expired and protects nobody.',
    'tag-unseen': 'This exclusion protects nobody at present: no user with unused credentials carries the tag.',
    unmatched: 'This exclusion matches nobody. Is it misspelt?',
  })
  expect(groupsNamed(list.entries)).toEqual(['Ops', 'Break'])
})
