import { readFile } from 'node:fs/promises'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findingsJson, parseFindings, sealed } from '../../src/findings/seal.ts'
import type { SeenUser } from '../../src/findings/seen.ts'
import { judgeUser } from '../../src/judgement/user-verdict.ts'
import type { Credential } from '../../src/judgement/credential.ts'
import { FORMATS } from '../../src/reports/formats.ts'
import { AS_OF, daysAgo, documentOf, MADE, seenUser } from '../support/findings.ts'

const schema = JSON.parse(await readFile(new URL('../../docs/findings.schema.json', import.meta.url), 'utf8')) as object
const isByTheSchema = new Ajv({ strict: false }).compile(schema)

const VIEW = { columns: 120, colours: false }

const days = fc.integer({ min: 0, max: 399 })
const lastUse = fc
  .option(days, { nil: undefined })
  .map((ago): Credential['lastUse'] => (ago === undefined ? { kind: 'never' } : { kind: 'at', instant: daysAgo(ago) }))
const credential: fc.Arbitrary<Credential> = fc.record({
  kind: fc.constant('access-key' as const),
  id: fc.stringMatching(/^AKIA[A-Z0-9]{16}$/),
  status: fc.constantFrom('active' as const, 'inactive' as const),
  created: days.map((ago) => daysAgo(ago)),
  lastUse,
})
const user: fc.Arbitrary<SeenUser> = fc
  .record({
    name: fc.string({ minLength: 1, unit: 'binary' }),
    read: fc.uniqueArray(credential, { maxLength: 2, selector: (each) => Object(each).id as string }),
    kind: fc.constantFrom('judged', 'excluded', 'unknown'),
  })
  .map(({ name, read, kind }) =>
    seenUser(name, {
      read,
      outcome:
        kind === 'judged'
          ? { kind: judgeUser(read, MADE.limitDays, AS_OF).kind }
          : kind === 'excluded'
            ? { kind: 'excluded', exclusion: { kind: 'tag', reason: name } }
            : { kind: 'unknown', why: name },
    }),
  )

test('of any account the totals add up, every user and credential is in every format once, and what is saved is read again', () => {
  fc.assert(
    fc.property(fc.array(user, { maxLength: 12 }), fc.nat({ max: 3 }), (users, gone) => {
      const findings = documentOf(users, {}, gone)
      const { totals } = findings
      const { inAccount: _, listed, ...parts } = totals.users
      expect(Object.values(parts).reduce((sum, count) => sum + count, 0)).toBe(listed)
      expect([listed, parts.gone]).toEqual([users.length + gone, gone])
      const { all, ...standings } = totals.credentials
      expect(Object.values(standings).reduce((sum, count) => sum + count, 0)).toBe(all)
      const credentials = users.reduce((sum, { read }) => sum + read.length, 0)
      expect(all).toBe(credentials)
      const without = users.filter(({ read }) => read.length === 0).length
      expect(FORMATS.csv.render([findings], VIEW).split('\n')).toHaveLength(1 + credentials + without)
      expect(JSON.parse(FORMATS.ocsf.render([findings], VIEW))).toHaveLength(users.length)
      expect(JSON.parse(FORMATS.asff.render([findings], VIEW))).toHaveLength(users.length)
      expect(parseFindings(findingsJson(findings))).toEqual(findings)
      expect(isByTheSchema(JSON.parse(findingsJson(findings)))).toBe(true)
    }),
    { numRuns: 100 },
  )
})

describe('a saved document', () => {
  const findings = documentOf([
    seenUser('ana', {
      read: [{ kind: 'password', created: daysAgo(200), lastUse: { kind: 'never' } }],
      outcome: { kind: 'non-compliant' },
    }),
  ])
  const changed = (change: object) => JSON.stringify({ ...findings, ...change })
  const resealed = (change: object) => {
    const { digest: _, ...others } = { ...findings, ...change }
    return JSON.stringify(sealed(others as typeof findings))
  }

  test('is the same whatever the order of its members and its spaces', () => {
    const reversed = JSON.stringify(Object.fromEntries(Object.entries(findings).toReversed()))
    expect(parseFindings(reversed)).toEqual(findings)
    expect(parseFindings(JSON.stringify(findings, undefined, 8))).toEqual(findings)
  })

  test.for<[situation: string, text: string, says: string]>([
    ['edited', changed({ limitDays: 91 }), 'it was edited after it was made'],
    ['with a member more', changed({ note: 'x' }), 'note: '],
    ['without its users', changed({ users: undefined }), 'users: '],
    ['of the version to come', changed({ version: 3 }), 'it is of version 3, and this program knows version 2'],
    ['a plan', '{"version":1,"revoke":[]}', 'it is no findings document'],
    ['sealed again with control characters', resealed({ caller: 'a\u001B[2Jb' }), 'caller: It has control characters'],
    ['sealed again with a day that does not exist', resealed({ asOf: '2026-02-30T00:00:00.000Z' }), 'asOf: It is no instant'],
    ['sealed again with one user less', resealed({ users: [] }), 'totals: they do not add up'],
  ])('that is %s is refused', ([, text, says]) => {
    expect(() => parseFindings(text)).toThrow(says)
  })
})
