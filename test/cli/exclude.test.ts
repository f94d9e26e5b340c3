import { readFile } from 'node:fs/promises'
import { DeleteParameterCommand, DescribeParametersCommand, GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { Simulator } from '../../src/simulator/index.ts'
import { recordedIo } from '../support/io.ts'
import { LIST, System } from '../support/system.ts'

const AT = '2026-11-02T09:00:00Z'

let system: System

beforeAll(async () => {
  const users = [
    { name: 'ana', id: 'AIDAIOSFODNN7EXAMPLE', groups: ['staff'] },
    { name: 'svc-1' },
    { name: 'svc-2', tags: { Team: 'Blue' } },
    { name: 'old', tags: { 'iam-unused-user-cleanup:excluded': 'until 2026-10-31 audit' } },
    { name: 'new', tags: { 'iam-unused-user-cleanup:excluded': 'on leave' } },
  ]
  system = new System(await Simulator.start({ at: AT, account: { users } }))
})

afterAll(() => system[Symbol.asyncDispose]())

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
})

afterEach(async () => {
  vi.unstubAllEnvs()
  system.simulator.clearFaults()
  await system.ssm.send(new DeleteParameterCommand({ Name: LIST })).catch(() => undefined)
})

type Asked = { readonly answer?: boolean; readonly meanwhile?: () => Promise<unknown> }

/** One command line; `meanwhile` happens while it asks. */
async function exclude(argv: readonly string[], { answer = false, meanwhile = async () => undefined }: Asked = {}) {
  const { io, out, notes } = recordedIo(answer, () => system.simulator.now())
  const confirm = async (question: string): Promise<boolean> => {
    await meanwhile()
    return io.confirm(question)
  }
  const code = await run(['exclude', ...argv, '--region', 'us-east-1', '--endpoint-url', system.simulator.endpoint], { ...io, confirm })
  return { code, out: out.join('\n'), notes: notes.join('\n') }
}

const put = (Value: string, rest: object = {}) =>
  system.ssm.send(new PutParameterCommand({ Name: LIST, Type: 'StringList', Value, Overwrite: true, ...rest }))

const stored = async () => (await system.ssm.send(new GetParameterCommand({ Name: LIST }))).Parameter

const value = async (): Promise<string | undefined> => (await stored())?.Value

test('the first step of the README goes as it is printed, also where there is a list, and again', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  const printed = [...readme.matchAll(/^ +iam-cleanup exclude (.+)$/gm)].map(([, words = '']) =>
    [...words.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare = '']) => quoted ?? bare),
  )
  await put('ana')
  const codes: number[] = []
  for (const argv of [...printed, ...printed]) codes.push((await exclude(argv, { answer: true })).code)
  expect(codes).toEqual([0, 0, 0, 0])
  expect(await value()).toBe('ana,emergency-user;reason=break glass,path:/service/*;owner=platform;reason=used once a quarter')
})

describe('list and check', () => {
  test('each entry: whom it protects now, until when, whose, why; and the tags', async () => {
    await put(
      'svc-*;owner=ops;reason=batch jobs,AIDAIOSFODNN7EXAMPLE;until=2026-12-31,ana;until=2026-11-01,nobody,group:staff,tag:team=Blue',
    )
    const { code, out } = await exclude(['list'])
    expect(code).toBe(0)
    expect(out.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, ' | '))).toEqual([
      'Exclusion | Protects now | Until | Owner | Reason',
      expect.stringMatching(/^─/),
      'svc-* | svc-1, svc-2 | ops | batch jobs',
      'AIDAIOSFODNN7EXAMPLE | ana | 2026-12-31',
      'ana | nobody: expired | 2026-11-01',
      'nobody | nobody: matches nobody',
      'group:staff | ana',
      'tag:team=Blue | svc-2',
      'tag iam-unused-user-cleanup:excluded | new | on leave',
      'tag iam-unused-user-cleanup:excluded | nobody: expired (old) | 2026-10-31 | audit',
    ])
  })

  test('as JSON', async () => {
    await put('ana;owner=ops,gone;until=2026-11-01')
    const { code, out } = await exclude(['list', '--format', 'json'])
    expect([code, JSON.parse(out)]).toEqual([
      0,
      {
        list: 'read',
        entries: [
          {
            list: 'local',
            selector: 'ana',
            owner: 'ops',
            standing: 'protects',
            means: [{ userName: 'ana', userId: 'AIDAIOSFODNN7EXAMPLE' }],
          },
          { list: 'local', selector: 'gone', until: '2026-11-01', standing: 'expired', means: [] },
        ],
        tagged: [
          { userName: 'new', reason: 'on leave', isExpired: false },
          { userName: 'old', until: '2026-10-31', reason: 'audit', isExpired: true },
        ],
      },
    ])
  })

  test('check: 3 where an exclusion protects nobody, each named with why', async () => {
    await put('ana,nobody,svc-1;until=2026-11-01,group:gone')
    const { code, out, notes } = await exclude(['check'])
    expect([code, out.split('\n')]).toEqual([
      3,
      [
        '"nobody": it matches nobody. Is it misspelt?',
        '"svc-1": it has expired and protects nobody.',
        '"group:gone": there is no such group, so nobody is judged at all. Make the group, or take the entry out.',
        'the tag iam-unused-user-cleanup:excluded of old: it has expired on 2026-10-31.',
      ],
    ])
    expect(notes).toBe('iam-cleanup: 4 of 6 exclusions protect nobody.')
  })

  test('1 goes before 3: what cannot be read is said, and no verdict is given', async () => {
    await put('nobody')
    system.simulator.order({ operation: 'iam:ListUserTags', kind: 'refuse' })
    expect(await exclude(['check'])).toMatchObject({ code: 1, out: '', notes: expect.stringContaining('iam:ListUserTags') })
  })

  test('a list that is malformed, or missing', async () => {
    expect(await exclude(['list'])).toMatchObject({
      code: 0,
      notes: expect.stringContaining(`There is no exclusion list ${LIST} in Region us-east-1`),
    })
    await put('ana,a;b')
    expect(await exclude(['list'])).toMatchObject({ code: 1, notes: expect.stringMatching(/is malformed: "b" \(expected until=/) })
  })
})

describe('add', () => {
  test('shows whom it protects, asks, and writes the entry behind the others', async () => {
    await put('ana')
    const argv = ['add', 'svc-*', '--until', '2026-12-31', '--owner', 'ops', '--reason', 'batch jobs']
    const declined = await exclude(argv)
    expect([declined.code, await value()]).toEqual([4, 'ana'])
    expect(declined.notes.split('\n')).toEqual([
      `You are arn:aws:sts::123456789012:assumed-role/Operator/simulator, in account 123456789012, Region us-east-1, not AWS but ${system.simulator.endpoint}: exclusion list ${LIST}.`,
      'It protects svc-1, svc-2.',
      'Add "svc-*;until=2026-12-31;owner=ops;reason=batch jobs"?',
      'iam-cleanup: Declined. Nothing was done.',
    ])
    expect(await exclude(argv, { answer: true })).toMatchObject({
      code: 0,
      out: 'Added "svc-*;until=2026-12-31;owner=ops;reason=batch jobs". The list is of version 2.',
    })
    expect(await value()).toBe('ana,svc-*;until=2026-12-31;owner=ops;reason=batch jobs')
  })

  test('keeps type, tier and description', async () => {
    await system.ssm.send(new PutParameterCommand({ Name: LIST, Type: 'String', Value: ',', Tier: 'Advanced', Description: 'ours' }))
    expect((await exclude(['add', 'ana', '--yes'])).code).toBe(0)
    const { Parameters: [kept] = [] } = await system.ssm.send(new DescribeParametersCommand({}))
    expect([await value(), kept?.Type, kept?.Tier, kept?.Description]).toEqual(['ana', 'String', 'Advanced', 'ours'])
  })

  test('where there is no list it is made, a StringList; --dry-run makes none', async () => {
    expect(await exclude(['add', 'ana', '--dry-run'])).toMatchObject({ code: 0, notes: expect.stringContaining('which is made') })
    await expect(stored()).rejects.toMatchObject({ name: 'ParameterNotFound' })
    expect(await exclude(['add', 'ana', '--yes'])).toMatchObject({ code: 0, out: 'Added "ana". The list is of version 1.' })
    expect(await stored()).toMatchObject({ Type: 'StringList', Value: 'ana', Version: 1 })
  })

  test('an entry of the same selector is replaced, and the same one changes nothing', async () => {
    await put('svc-1,ana;until=2026-11-30')
    const { code, notes } = await exclude(['add', 'ana', '--until', '2027-01-31', '--yes'])
    expect([code, await value()]).toEqual([0, 'svc-1,ana;until=2027-01-31'])
    expect(notes).toMatch(/In place of "ana;until=2026-11-30"\./)
    expect(await exclude(['add', 'svc-1', '--yes'])).toMatchObject({
      code: 0,
      out: '"svc-1" was in the list already: nothing was changed.',
    })
    expect((await stored())?.Version).toBe(2)
  })

  test.for<[argv: readonly string[], code: number, says: RegExp]>([
    [['anna'], 4, /"anna" matches none of the 5 users of account 123456789012\. Is it misspelt\? .*--anyway/],
    [['ana', '--until', '2026-11-01'], 4, /ends before today: it would protect nobody/],
    [['group:gone', '--anyway'], 4, /There is no IAM group gone: .*nobody would be judged at all/],
    [['ana', '--until', '2026-02-30'], 2, /expected a day of the calendar as until=YYYY-MM-DD/],
    [['a b'], 2, /"a b" is no entry of the list: expected a user name, a pattern/],
    [['ana,bob'], 2, /is more than a selector.*by id/],
    [['ana;until=2027-01-01'], 2, /is more than a selector.*--until/],
    [['ana', '--reason', 'a, b'], 2, /--reason: a comma/],
    [['ana', '--owner', 'a\u001Bb'], 2, /--owner: .*control characters/],
    [['ana', '--reason', ' '], 2, /expected a value after reason=/],
    [['ana', '--reason', ''], 2, /--reason <why> is given empty/],
  ])('%j: refused with a sentence, and nothing is written', async ([argv, code, says]) => {
    await put('svc-1')
    const refused = await exclude(['add', ...argv, '--yes'])
    expect([refused.code, await value()]).toEqual([code, 'svc-1'])
    expect(refused.notes).toMatch(says)
  })

  test('--anyway: for somebody to come', async () => {
    await put(',')
    expect(await exclude(['add', 'anna', '--anyway', '--yes'])).toMatchObject({
      code: 0,
      notes: expect.stringContaining('It protects nobody at present.'),
    })
    expect(await value()).toBe('anna')
  })

  test('a list that would not fit is refused, with what else there is', async () => {
    const full = Array.from({ length: 409 }, (_, n) => `user-${String(n).padStart(4, '0')}`).join(',')
    await put(full)
    const { code, notes } = await exclude(['add', 'svc-*', '--owner', 'operations', '--yes'])
    expect(code).toBe(4)
    expect((await value()) === full).toBe(true)
    expect(notes).toMatch(/The list would have 4112 bytes, and a parameter of the tier Standard takes 4096\..*path:, group: or tag:/)
  })

  test('a malformed list is not added to', async () => {
    await put('a;b')
    expect(await exclude(['add', 'ana', '--yes'])).toMatchObject({ code: 1, notes: expect.stringContaining('is malformed') })
    expect(await value()).toBe('a;b')
  })
})

describe('when others write at the same time', () => {
  test('what they added and removed while it asked is kept', async () => {
    await put('svc-1,svc-2')
    const { code, notes } = await exclude(['add', 'ana'], { answer: true, meanwhile: () => put('svc-2,old;owner=them') })
    expect([code, await value()]).toEqual([0, 'svc-2,old;owner=them,ana'])
    expect(notes).toMatch(/Somebody else wrote the list at the same time/)
  })

  test('four at once, who all read the same list: nothing of anybody is lost', async () => {
    await put('new')
    let waiting = 0
    let go: () => void = () => undefined
    const all = new Promise<void>((resolve) => (go = resolve))
    const meanwhile = async (): Promise<void> => {
      waiting += 1
      if (waiting === 4) go()
      await all
    }
    const names = ['ana', 'svc-1', 'svc-2', 'old']
    const results = await Promise.all(names.map((name) => exclude(['add', name], { answer: true, meanwhile })))
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    expect((await value())?.split(',').toSorted()).toEqual(['ana', 'new', 'old', 'svc-1', 'svc-2'])
  })

  test('two who both find no list: it has both', async () => {
    let waiting = 0
    let go: () => void = () => undefined
    const both = new Promise<void>((resolve) => (go = resolve))
    const meanwhile = async (): Promise<void> => {
      waiting += 1
      if (waiting === 2) go()
      await both
    }
    await Promise.all(['ana', 'svc-1'].map((name) => exclude(['add', name], { answer: true, meanwhile })))
    expect((await value())?.split(',').toSorted()).toEqual(['ana', 'svc-1'])
  })

  test('an answer that is lost: written twice, the same', async () => {
    await put('svc-1')
    system.simulator.order({ operation: 'ssm:PutParameter', kind: 'lost-answer', times: 1 })
    expect((await exclude(['add', 'ana', '--yes'])).code).toBe(0)
    expect(await value()).toBe('svc-1,ana')
  })
})

describe('remove', () => {
  test('shows who loses protection, asks, takes it out; of the last entry the empty list is left', async () => {
    await put('svc-*;owner=ops')
    expect(await exclude(['remove', 'svc-*'])).toMatchObject({
      code: 4,
      notes: expect.stringContaining('No longer protected: svc-1, svc-2.'),
    })
    expect(await value()).toBe('svc-*;owner=ops')
    expect(await exclude(['remove', 'SVC-*', '--yes'])).toMatchObject({
      code: 0,
      out: 'Removed "svc-*;owner=ops". The list is of version 2.',
    })
    expect(await value()).toBe(',')
  })

  test('whoever another entry or a tag protects loses nothing', async () => {
    await put('ana,svc-1,group:staff,new')
    expect((await exclude(['remove', 'ana', '--yes'])).notes).toMatch(/Nobody loses protection by it\./)
    expect((await exclude(['remove', 'new', '--yes'])).notes).toMatch(/Nobody loses protection by it\./)
    expect((await exclude(['remove', 'svc-1', '--yes'])).notes).toMatch(/No longer protected: svc-1\./)
    expect(await value()).toBe('group:staff')
  })

  test('one that cannot be read is taken out by its text', async () => {
    await put('ana,a;b')
    expect((await exclude(['remove', 'a;b', '--yes'])).code).toBe(0)
    expect(await value()).toBe('ana')
  })

  test.for<[entry: string, says: RegExp]>([
    ['bob', /"bob" is not in the list\./],
    ['ana', /"ana" means 2 entries\. Name one as it stands: "ana;owner=a", "Ana;owner=b"\./],
  ])('%s: exit code 2', async ([entry, says]) => {
    await put('ana;owner=a,Ana;owner=b')
    const { code, notes } = await exclude(['remove', entry, '--yes'])
    expect([code, await value()]).toEqual([2, 'ana;owner=a,Ana;owner=b'])
    expect(notes).toMatch(says)
  })

  test('without a list: exit code 2', async () => {
    expect(await exclude(['remove', 'ana', '--yes'])).toMatchObject({
      code: 2,
      notes: expect.stringContaining('There is no exclusion list'),
    })
  })
})
