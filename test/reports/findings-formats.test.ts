import { readFile } from 'node:fs/promises'
import { AwsSecurityFinding$ } from '@aws-sdk/client-securityhub'
import { NormalizedSchema } from '@smithy/core/schema'
import { Ajv } from 'ajv'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import type { Findings } from '../../src/findings/findings.ts'
import type { SeenUser } from '../../src/findings/seen.ts'
import { FORMAT_NAMES } from '../../src/reports/format-names.ts'
import { FORMATS, isReport } from '../../src/reports/formats.ts'
import { daysAgo, documentOf, ledgerOf, seenUser, SHARED, WITH_SHARED } from '../support/findings.ts'

const ESC = '\u001B'
const VIEW = { columns: 120, colours: false }
const [entry, , breakGlass] = WITH_SHARED.entries

const password = (used: number): SeenUser['read'][number] => ({
  kind: 'password',
  created: daysAgo(300),
  lastUse: { kind: 'at', instant: daysAgo(used) },
})
const key = (id: string, used: number): SeenUser['read'][number] => ({
  kind: 'access-key',
  id,
  status: 'active',
  created: daysAgo(300),
  lastUse: { kind: 'at', instant: daysAgo(used), service: 's3', region: 'eu-west-1' },
})

const ana = seenUser('ana')

/** One of each kind, whose names and reasons are of those who want to do harm, or only of other countries. */
const hostile: Findings = documentOf(
  [
    seenUser('=1+1', { outcome: { kind: 'non-compliant' }, read: [password(120), key('AKIAIOSFODNN7EXAMPL1', 3)] }),
    seenUser('@x,"y"', { outcome: { kind: 'non-compliant' }, read: [key('AKIAIOSFODNN7EXAMPL2', 100)] }),
    seenUser(`red${ESC}[31m\u202Egnp`, {
      outcome: { kind: 'unknown', why: `AccessDenied: ${ESC}]0;owned\u0007<script>alert(1)</script>` },
      credentialsKnown: false,
    }),
    seenUser('<img src=x>', { read: [password(80)] }),
    seenUser('kept', {
      outcome: entry === undefined ? { kind: 'compliant' } : { kind: 'excluded', exclusion: { kind: 'entry', entry } },
      read: [password(200)],
    }),
    seenUser('👩‍👩‍👧‍👦四半期', { outcome: { kind: 'excluded', exclusion: { kind: 'tag', reason: '-2+3 четверть' } } }),
    seenUser('ana', {
      ledger: ledgerOf(ana.userId, 'password', { kind: 'revoked', at: daysAgo(5) }),
      reported: [
        {
          kind: 'access-key',
          id: 'report-key-1',
          name: 'Key 1 of the credential report',
          status: 'active',
          changed: daysAgo(300),
          lastUse: { kind: 'at', instant: daysAgo(2), service: 'N/A', region: 'N/A' },
        },
      ],
    }),
    seenUser('break-glass-1', {
      outcome: breakGlass === undefined ? { kind: 'compliant' } : { kind: 'excluded', exclusion: { kind: 'entry', entry: breakGlass } },
    }),
  ],
  WITH_SHARED,
)
const other = documentOf([seenUser('bob', { read: [password(1)] })], {
  accountId: '210987654321',
  alias: undefined,
  endpoint: 'http://127.0.0.1:4566',
  exclusionList: 'missing',
  entries: [],
})

const OBEYED = /(?!\n)[\p{Cc}\u202A-\u202E\u2066-\u2069\u2028\u2029]/u

describe.each(FORMAT_NAMES)('%s', (format) => {
  const { render, recognizes } = FORMATS[format]

  test('of two accounts is as it was', async () => {
    await expect(`${render([hostile, other], VIEW)}\n`).toMatchFileSnapshot(`golden/${format}.txt`)
  })

  test('holds nothing that a terminal obeys', () => {
    expect(render([hostile, other], VIEW)).not.toMatch(OBEYED)
  })

  test('is known again as ours, and by no other format', () => {
    const text = render([hostile, other], VIEW)
    expect(FORMAT_NAMES.filter((name) => FORMATS[name].recognizes(text))).toEqual([format])
    expect([recognizes('precious'), recognizes('[]'), recognizes('{"a":1}'), isReport('user,arn\nx,y')]).toEqual([
      false,
      false,
      false,
      false,
    ])
  })
})

test('csv: what a spreadsheet would take for a formula has an apostrophe before it', () => {
  const cells = FORMATS.csv.render([hostile], VIEW).split('\n')
  expect(cells[1]).toContain(",'=1+1,")
  expect(cells[3]).toContain(`,"'@x,""y""",`)
  expect(cells.join('\n')).toContain(",'=cmd|calc,")
  expect(cells.join('\n')).not.toMatch(/(^|,)"?[=+@-]/m)
})

test('table: several accounts, and their sum; of one account twice no sum', () => {
  expect(FORMATS.table.render([hostile, other], VIEW)).toContain(
    'Totals of 2 accounts\n9 users: 1 could not be judged, 2 non-compliant, 3 compliant, 3 excluded.\n',
  )
  expect(FORMATS.table.render([hostile, hostile], VIEW)).not.toContain('Totals of')
})

test.for([60, 79, 80, 132, 200])('table: fits %i columns', (columns) => {
  const lines = FORMATS.table.render([hostile], { columns, colours: false }).split('\n')
  const tables = lines.filter((line) => /^ |─/.test(line))
  expect(tables.filter((line) => stringWidth(line) > columns || line.endsWith(' '))).toEqual([])
})

test('table: colours only where they are wanted', () => {
  expect(FORMATS.table.render([hostile], { columns: 120, colours: true })).toContain(`${ESC}[33m=1+1${ESC}[39m`)
})

const events = () =>
  JSON.parse(FORMATS.ocsf.render([hostile, other], VIEW)) as { finding_info: { uid: string }; [member: string]: unknown }[]

test('ocsf: every event is by the schema of class 2003', async () => {
  const schema = JSON.parse(await readFile(new URL('ocsf-2003-subset.schema.json', import.meta.url), 'utf8')) as object
  const isEvent = new Ajv({ strict: false }).compile(schema)
  expect(events().flatMap((event) => (isEvent(event) ? [] : [isEvent.errors]))).toEqual([])
  expect(isEvent({ ...events()[0], time: 1_788_000_000 })).toBe(false)
})

test('ocsf: one finding a user, whose uid outlives a change of keys; what it says', () => {
  expect(
    events().map(({ finding_info, activity_id, status, compliance, severity }) => [
      finding_info.uid.split('/')[0],
      activity_id,
      status,
      Object(compliance).status,
      severity,
    ]),
  ).toEqual([
    ['123456789012', 1, 'New', 'Fail', 'Medium'],
    ['123456789012', 1, 'New', 'Fail', 'Medium'],
    ['123456789012', 1, 'New', 'Unknown', 'Unknown'],
    ['123456789012', 1, 'New', 'Warning', 'Low'],
    ['123456789012', 1, 'Suppressed', 'Unknown', 'Informational'],
    ['123456789012', 1, 'Suppressed', 'Unknown', 'Informational'],
    ['123456789012', 3, 'Resolved', 'Pass', 'Informational'],
    ['123456789012', 1, 'Suppressed', 'Unknown', 'Informational'],
    ['210987654321', 1, 'New', 'Pass', 'Informational'],
  ])
})

/** Where a value has another shape than Security Hub's client would send: a member that it does not know, or one of another type. */
function misfits(value: unknown, schema: NormalizedSchema, path: string): readonly string[] {
  if (schema.isListSchema())
    return Array.isArray(value)
      ? value.flatMap((each, index) => misfits(each, schema.getValueSchema(), `${path}.${index}`))
      : [`${path}: no list`]
  if (schema.isMapSchema())
    return Object.entries(Object(value)).flatMap(([name, each]) => misfits(each, schema.getValueSchema(), `${path}.${name}`))
  if (schema.isStructSchema()) {
    const members = schema.getMemberSchemas()
    return Object.entries(Object(value)).flatMap(([name, each]) => {
      const member = members[name]
      return member === undefined ? [`${path}.${name}: not known`] : misfits(each, member, `${path}.${name}`)
    })
  }
  return schema.isStringSchema() && typeof value === 'string' ? [] : [`${path}: no text`]
}

describe('asff', () => {
  const findings = () => JSON.parse(FORMATS.asff.render([hostile, other], VIEW)) as Record<string, unknown>[]

  test("every finding has the shape of Security Hub's own client", () => {
    const schema = NormalizedSchema.of(AwsSecurityFinding$)
    expect(findings().flatMap((finding) => misfits(finding, schema, ''))).toEqual([])
    expect(misfits({ Title: 1, Tilte: 'x' }, schema, '')).toEqual(['.Title: no text', '.Tilte: not known'])
  })

  test('every finding has what is required, within the lengths, and may stand in a batch of its account', () => {
    const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength })
    const time = { type: 'string', pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$` }
    const isFinding = new Ajv().compile({
      type: 'object',
      required: [
        'SchemaVersion',
        'Id',
        'ProductArn',
        'GeneratorId',
        'AwsAccountId',
        'CreatedAt',
        'UpdatedAt',
        'Title',
        'Description',
        'Resources',
        'Severity',
      ],
      properties: {
        SchemaVersion: { const: '2018-10-08' },
        Id: text(512),
        ProductArn: { type: 'string', pattern: String.raw`^arn:aws:securityhub:eu-west-1:(\d{12}):product/\1/default$` },
        AwsAccountId: { type: 'string', pattern: String.raw`^\d{12}$` },
        AwsAccountName: text(50),
        Title: text(256),
        Description: text(1024),
        CreatedAt: time,
        UpdatedAt: time,
        FirstObservedAt: time,
        LastObservedAt: time,
        Types: { type: 'array', maxItems: 50 },
        Resources: { type: 'array', minItems: 1, maxItems: 32, items: { type: 'object', required: ['Type', 'Id'] } },
        ProductFields: { type: 'object', maxProperties: 50 },
        Compliance: {
          type: 'object',
          properties: {
            Status: { enum: ['PASSED', 'WARNING', 'FAILED', 'NOT_AVAILABLE'] },
            RelatedRequirements: { type: 'array', maxItems: 32 },
          },
        },
        RecordState: { enum: ['ACTIVE', 'ARCHIVED'] },
        Workflow: { type: 'object', properties: { Status: { enum: ['NEW', 'NOTIFIED', 'RESOLVED', 'SUPPRESSED'] } } },
        Severity: {
          type: 'object',
          required: ['Label'],
          properties: { Label: { enum: ['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] } },
        },
      },
    })
    expect(findings().flatMap((finding) => (isFinding(finding) ? [] : [isFinding.errors]))).toEqual([])
  })

  test('a description that is too long is cut, and not within a character', () => {
    const long = documentOf([seenUser('ana', { outcome: { kind: 'unknown', why: '👩'.repeat(1_000) } })])
    const [finding] = JSON.parse(FORMATS.asff.render([long], VIEW)) as { Description: string }[]
    expect(finding?.Description.length).toBeLessThanOrEqual(1_024)
    expect(finding?.Description).toMatch(/👩\.\.\.$/u)
  })
})

test('every format names the list that an exclusion comes from', () => {
  const said = (format: (typeof FORMAT_NAMES)[number]): string => FORMATS[format].render([hostile], VIEW)
  expect(said('table')).toMatch(/break-glass-1 +break-glass-\* \(shared list\) /)
  expect(said('table')).toMatch(/left \(shared list\) +This exclusion has expired/)
  expect(said('table')).toContain(`Besides the account's own list, the shared exclusion list ${SHARED} holds.`)
  // Whom it protects may be in another account.
  expect(said('table')).not.toContain('user/elsewhere')
  const [head = '', ...rows] = said('csv').split('\n')
  expect(head.split(',').slice(-2)).toEqual(['excluded_by_list', 'shared_exclusion_list'])
  expect(rows.find((row) => row.includes(',break-glass-1,'))).toMatch(new RegExp(`,shared,${SHARED}$`))
  expect(rows.find((row) => row.includes(',kept,'))).toMatch(new RegExp(`,local,${SHARED}$`))
  expect(hostile.exclusions).toMatchObject({
    shared: SHARED,
    entries: [
      { list: 'local', selector: 'kept', standing: 'matched' },
      { list: 'local', selector: 'nobody-here', standing: 'unmatched' },
      { list: 'shared', selector: 'break-glass-*', standing: 'matched', protects: ['break-glass-1'], says: '' },
      { list: 'shared', selector: 'left', standing: 'expired', says: 'This exclusion has expired and protects nobody.' },
      { list: 'shared', selector: 'arn:aws:iam::*:user/elsewhere', standing: 'elsewhere', says: '' },
    ],
  })
  expect(hostile.users.find(({ userName }) => userName === 'break-glass-1')?.verdict).toEqual({
    kind: 'excluded',
    by: 'shared-entry',
    selector: 'break-glass-*',
    owner: 'security',
    says: 'Excluded by shared entry "break-glass-*", owner security.',
  })
  for (const format of ['ocsf', 'asff'] as const) expect(said(format)).toContain('Excluded by shared entry')
})
