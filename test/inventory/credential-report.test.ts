import { describe, expect, test } from 'vitest'
import { parseCredentialReport } from '../../src/inventory/credential-report.ts'
import { instant } from '../../src/judgement/instant.ts'

const HEAD =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,' +
  'access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,' +
  'access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,' +
  'cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated'

const ANA =
  'ana,arn:aws:iam::123456789012:user/ana,2024-01-02T03:04:05Z,true,2026-11-01T00:00:00Z,2024-01-02T03:04:05Z,N/A,true,' +
  'true,2024-02-01T00:00:00Z,2026-11-20T10:00:00Z,us-east-1,s3,false,2023-01-01T00:00:00Z,N/A,N/A,N/A,false,N/A,false,N/A'

const ROOT =
  '<root_account>,arn:aws:iam::123456789012:root,2020-01-01T00:00:00Z,not_supported,2026-11-24T00:00:00Z,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A'

const NOW = instant('2026-11-25T00:00:00Z')

const parse = (...lines: string[]) => parseCredentialReport(lines.join('\n'), NOW)

const ana = (...lines: string[]) => parse(...lines).users.get('ana')

const PARSED = {
  arn: 'arn:aws:iam::123456789012:user/ana',
  created: Date.parse('2024-01-02T03:04:05Z'),
  passwordEnabled: 'yes',
  passwordChanged: Date.parse('2024-01-02T03:04:05Z'),
  keys: [
    {
      active: 'yes',
      changed: Date.parse('2024-02-01T00:00:00Z'),
      lastUse: { kind: 'at', instant: Date.parse('2026-11-20T10:00:00Z'), service: 's3', region: 'us-east-1' },
    },
    { active: 'no', changed: Date.parse('2023-01-01T00:00:00Z'), lastUse: { kind: 'never' } },
  ],
}

test('a row as IAM writes it, without a newline at the end', () => {
  expect(ana(HEAD, ROOT, ANA)).toEqual(PARSED)
})

describe('what a report may look like', () => {
  test.for<[situation: string, lines: string[]]>([
    ['dates that end in +00:00', [HEAD, ANA.replaceAll('Z,', '+00:00,')]],
    ['upper-case booleans', [HEAD, ANA.replaceAll('true', 'TRUE').replaceAll('false', 'FALSE')]],
    ['a column more', [`${HEAD},additional_credentials_info`, `${ANA},""`]],
    ['columns in another order', [HEAD.split(',').toReversed().join(','), ANA.split(',').toReversed().join(',')]],
    ['a newline at the end', [HEAD, ANA, '']],
    ['carriage returns', [`${HEAD}\r`, `${ANA}\r`]],
    ['without the columns of certificates', [HEAD.split(',').slice(0, 18).join(','), ANA.split(',').slice(0, 18).join(',')]],
    ['quoted cells', [HEAD, ANA.replace('ana,', '"ana",')]],
    ['a mark of the order of bytes', [`\uFEFF${HEAD}`, ANA]],
    ['a use of which there is no information', [HEAD, ANA.replace('Z,N/A,N/A,N/A', 'Z,no_information,N/A,N/A')]],
  ])('%s', ([, lines]) => {
    expect(ana(...lines)).toEqual(PARSED)
  })

  test('a name with a comma, quoted', () => {
    const { users } = parse(HEAD, ANA.replace('ana,arn:aws:iam::123456789012:user/ana', '"ana,jr","arn:aws:iam::123456789012:user/ana,jr"'))
    expect([...users.keys()]).toEqual(['ana,jr'])
  })

  test('a name with a comma, not quoted, makes a row that is too long: nobody is meant by it', () => {
    expect(parse(HEAD, ANA.replace('ana,', 'ana,jr,')).users.size).toBe(0)
  })

  test('a quote in a quoted cell is written twice', () => {
    const { users } = parse(HEAD, ANA.replace('ana,', '"a""na",'))
    expect([...users.keys()]).toEqual(['a"na'])
  })

  test('the root user is passed over, by its ARN', () => {
    expect(parse(HEAD, ROOT, ROOT.replace('<root_account>', 'root')).users.size).toBe(0)
  })

  test('without the column of names it speaks of nobody', () => {
    expect(parse(HEAD.replace('user,', 'person,'), ANA).users.size).toBe(0)
  })

  test('a column that is missing is taken from no other', () => {
    const swapped = (line: string) =>
      line
        .split(',')
        .toSpliced(14, 1)
        .toSpliced(0, 3, ...[0, 2, 1].map((n) => line.split(',')[n] ?? ''))
        .join(',')
    expect(ana(swapped(HEAD), swapped(ANA))?.keys[1].changed).toBe('unreadable')
    expect(ana(swapped(HEAD), swapped(ANA))?.keys[0].changed).toBeTypeOf('number')
  })

  test('a name that stands in it twice means nobody', () => {
    expect(parse(HEAD, ANA, ANA, ANA.replaceAll('ana', 'bob')).users.has('ana')).toBe(false)
  })

  test.for(['', '\n', 'nonsense', '<html>'])('%j is a report of nobody', (text) => {
    expect(parse(text).users.size).toBe(0)
  })
})

describe('a cell that says something else is unreadable, never a yes or a no, never used and never unused', () => {
  const at = (place: number, value: string) => ana(HEAD, ANA.split(',').toSpliced(place, 1, value).join(','))

  test.for(['', 'N/A', 'no_information', 'not_supported', 'yes', '1', 'null'])('password_enabled = %j', (value) => {
    expect(at(3, value)?.passwordEnabled).toBe('unreadable')
  })

  test.for(['', 'N/A', 'not_supported', 'Active'])('access_key_1_active = %j', (value) => {
    expect(at(8, value)?.keys[0].active).toBe('unreadable')
  })

  test.for(['', 'not_supported', 'no_information', '2026-11-20'])('access_key_2_last_rotated = %j', (value) => {
    expect(at(14, value)?.keys[1].changed).toBe('unreadable')
  })

  test.for([
    '',
    'not_supported',
    'never',
    '2026-11-20',
    '1732104000',
    '2026-13-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-11-20T10:00:00+09:00',
    '11/20/2026',
  ])('access_key_1_last_used_date = %j', (value) => {
    expect(at(10, value)?.keys[0].lastUse).toEqual({ kind: 'unreadable' })
  })

  test.for(['', 'N/A', 'not_supported'])('user_creation_time = %j', (value) => {
    expect(at(2, value)?.created).toBeUndefined()
  })

  test.for(['password_enabled', 'access_key_1_active', 'access_key_2_active', 'access_key_1_last_used_date'])(
    'column %s is missing',
    (column) => {
      const place = HEAD.split(',').indexOf(column)
      const without = (line: string) => line.split(',').toSpliced(place, 1).join(',')
      expect(JSON.stringify(ana(without(HEAD), without(ANA)))).toContain('unreadable')
    },
  )
})

test('a place without a date has no key, as far as the report says', () => {
  const [, second] = ana(HEAD, ANA.replace('2023-01-01T00:00:00Z', 'N/A'))?.keys ?? []
  expect(second).toEqual({ active: 'no', changed: 'none', lastUse: { kind: 'never' } })
})

test('the newest moment in it bounds its age, but not one that is still to come', () => {
  expect(parse(HEAD, ANA).newest).toBe(Date.parse('2026-11-20T10:00:00Z'))
  expect(parse(HEAD, ANA.replace('2026-11-20T10:00:00Z', '2099-01-01T00:00:00Z')).newest).toBe(Date.parse('2026-11-01T00:00:00Z'))
  expect(parse(HEAD, ANA.replace('2026-11-20T10:00:00Z', '2026-11-25T00:00:00Z')).newest).toBe(Date.parse('2026-11-25T00:00:00Z'))
  expect(parse(HEAD, ANA, ANA.replaceAll('ana', 'bob').replaceAll('2026-11', '2026-10')).newest).toBe(Date.parse('2026-11-20T10:00:00Z'))
  expect(parse(HEAD).newest).toBe(0)
})
