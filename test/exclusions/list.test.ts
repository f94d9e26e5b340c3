import { describe, expect, test } from 'vitest'
import { describeExclusion, exclusionFor } from '../../src/exclusions/exclusion.ts'
import { parseList } from '../../src/exclusions/list.ts'
import type { Subject } from '../../src/exclusions/match.ts'
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
    ['*', true],
    ['AIDAIOSFODNN7EXAMPLE', true],
    ['AIDAIOSFODNN7OTHERID', false],
    ['arn:aws:iam::123456789012:user/service/deploy/Ana.Silva', true],
    ['arn:aws:iam::123456789012:user/service/*', true],
    ['arn:aws:iam::210987654321:user/service/deploy/Ana.Silva', false],
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
    ['arn:aws:iam::123456789012:role/x', 'arn:aws:iam::123456789012:role/x', /ARN of an IAM user/],
    ['tag:', 'tag:', /tag:Key/],
    ['group:', 'group:', /IAM group/],
    ['a[bc]*', 'a[bc]*', /pattern/],
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
})
