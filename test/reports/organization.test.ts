import { readFile } from 'node:fs/promises'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { begunLine, lineText, parseLine, type Line } from '../../src/organization/line.ts'
import { follow } from '../../src/organization/run.ts'
import { accountOcsf } from '../../src/reports/findings-ocsf.ts'
import { GATHERED } from '../../src/reports/gathered.ts'
import { organizationTable } from '../../src/reports/organization-table.ts'
import { documentOf, seenUser } from '../support/findings.ts'

const VIEW = { columns: 200, colours: false }
const AT = '2026-11-02T09:00:00.000Z'
const nameOf = (index: number) => ({ id: String(index + 1).padStart(12, '0'), name: `account ${index}` })

const user = fc.record({
  kind: fc.constantFrom('compliant', 'non-compliant', 'unknown', 'excluded'),
  days: fc.integer({ min: 0, max: 200 }),
})

const account = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('done' as const), users: fc.array(user, { maxLength: 5 }), gone: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'failed' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'skipped' as const }) },
)

/** The lines of accounts, those that were read as JSON gives them back. */
function linesOf(accounts: readonly (typeof account extends fc.Arbitrary<infer T> ? T : never)[]): readonly Line[] {
  const begun = begunLine({
    toolVersion: '0.1.0',
    at: AT,
    organizationId: 'o-exampleorg1',
    caller: 'arn:aws:iam::111111111111:user/me',
    terms: { 'a limit of days': '90', '--region': 'us-east-1' },
    accounts: accounts.map((_, index) => nameOf(index)),
  })
  const rest = accounts.map((each, index): Line => {
    const told = { at: AT, account: nameOf(index) }
    if (each.kind === 'failed') return { kind: 'failed', ...told, phase: 'list', code: 'AccessDenied', says: 'no', next: 'Grant it.' }
    if (each.kind === 'skipped') return { kind: 'skipped', ...told, reason: 'closed', says: 'closed' }
    const users = each.users.map(({ kind, days }, place) =>
      seenUser(`user-${place}`, {
        outcome:
          kind === 'unknown'
            ? { kind, why: 'no' }
            : kind === 'excluded'
              ? { kind, exclusion: { kind: 'tag' } }
              : { kind: kind as 'compliant' | 'non-compliant' },
        read: [
          {
            kind: 'password',
            created: Date.parse(AT) - 300 * 86_400_000,
            lastUse: { kind: 'at', instant: Date.parse(AT) - days * 86_400_000 },
          },
        ] as never,
      }),
    )
    return { kind: 'done', ...told, findings: documentOf(users, { accountId: told.account.id }, each.gone) }
  })
  return [begun, ...rest].map((line) => parseLine(lineText(line)))
}

test('the totals of an organization are the sums of its accounts, in whatever order and however often they were read', () => {
  fc.assert(
    fc.property(fc.array(account, { minLength: 1, maxLength: 8 }), fc.boolean(), (accounts, isTwice) => {
      const lines = linesOf(accounts)
      const following = follow()
      for (const line of isTwice ? [...lines, ...lines.toReversed()] : lines) following.take(line)
      const shown = organizationTable(following.run(), VIEW).split('\n').slice(-3).join(' ')
      const done = lines.flatMap((line) => (line.kind === 'done' ? [line.findings] : []))
      const sum = (of: (each: (typeof done)[number]) => number): number => done.reduce((all, each) => all + of(each), 0)
      const users = done.flatMap((each) => each.users)
      const are = (kind: string): number => users.filter(({ verdict }) => verdict.kind === kind).length
      const stand = (standing: string): number =>
        users.flatMap(({ credentials }) => credentials).filter((each) => each.standing === standing).length
      const numbers = [...shown.matchAll(/\d+/g)].map(([each]) => Number(each))
      const gone = sum(({ totals }) => totals.users.gone)
      expect(numbers.slice(0, 6)).toEqual([
        done.length,
        users.length + gone,
        are('unknown'),
        are('non-compliant'),
        are('compliant'),
        are('excluded'),
      ])
      expect(numbers.slice(-7)).toEqual([
        users.length,
        ...['unused', 'due-soon', 'in-use', 'inactive', 'excluded', 'unknown'].map((standing) => stand(standing)),
      ])
    }),
    { numRuns: 60 },
  )
})

test('an account that could not be read is an event by the schema of OCSF class 2003, with a name and without one', async () => {
  const schema = JSON.parse(await readFile(new URL('ocsf-2003-subset.schema.json', import.meta.url), 'utf8')) as object
  const isEvent = new Ajv({ strict: false }).compile(schema)
  const [begun] = linesOf([])
  if (begun?.kind !== 'begun') throw new Error('It begins with what it is.')
  const account = {
    begun,
    id: '000000000001',
    name: 'one',
    kind: 'failed',
    at: AT,
    says: 'Could not be read: list, AccessDenied.',
  } as const
  for (const each of [account, { ...account, name: '', kind: 'not-begun' } as const]) {
    const event: unknown = JSON.parse(JSON.stringify(accountOcsf(each)))
    expect(isEvent(event) ? [] : isEvent.errors).toEqual([])
  }
})

test('the page says before all else that accounts are missing, names them and why, and no account that was read among them', async () => {
  const lines = linesOf([{ kind: 'failed' }, { kind: 'skipped' }, { kind: 'done', users: [], gone: 0 }])
  const following = follow()
  for (const line of lines) following.take(line)
  const runs = [following.run()]
  const html = await GATHERED.html({ runs, single: [], documents: async () => [documentOf([], { accountId: '000000000003' })] }, VIEW)
  expect(html).toContain('<strong>Not the whole organization:</strong> 1 account could not be read, and its users are not below')
  const section = html.slice(
    html.indexOf('<section id="unread-accounts">'),
    html.indexOf('</section>', html.indexOf('<section id="unread-accounts">')),
  )
  const text = section.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
  expect(text).toContain('account 0 000000000001 could not be read Could not be read: list, AccessDenied: no. Grant it.')
  expect(text).toContain('account 1 000000000002 skipped closed')
  expect(text).not.toContain('000000000003')
})

test('where every account was read nothing is said of missing ones', async () => {
  const html = await GATHERED.html({ runs: [], single: [], documents: async () => [documentOf([], {})] }, VIEW)
  expect(html).not.toMatch(/unread-accounts|Not the whole organization/)
})

test('an account that was not begun is missing as well', async () => {
  const following = follow()
  for (const line of linesOf([{ kind: 'failed' }, { kind: 'skipped' }]).slice(0, 1)) following.take(line)
  const html = await GATHERED.html({ runs: [following.run()], single: [], documents: async () => [documentOf([], {})] }, VIEW)
  expect(html).toContain('2 accounts could not be read, and their users are not below')
})
