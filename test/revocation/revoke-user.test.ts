import { describe, expect, test } from 'vitest'
import { instant } from '../../src/judgement/instant.ts'
import { appended, blankItem } from '../../src/ledger/item.ts'
import { openActs } from '../../src/ledger/standing.ts'
import { restore } from '../../src/revocation/restore.ts'
import { revokeUser } from '../../src/revocation/revoke-user.ts'
import { AccountInMemory, listed, type Person } from '../support/account-in-memory.ts'
import type { Fate, Strike } from '../support/fate.ts'
import { LedgerInMemory } from '../support/ledger-in-memory.ts'
import { event } from '../support/ledger-table.ts'
import { accountOf, restoringOf, type Terms } from '../support/program.ts'

const NOW = Date.parse('2026-11-26T12:00:00Z')
const KEY = 'AKIAIOSFODNN7EXAMPLE'

const day = (date: string): number => Date.parse(`${date}T12:00:00Z`)

/** Has a password and a key that were last used on the first of January: 329 days ago. */
const ana = (rest: Partial<Person> = {}): Person => ({
  id: 'AIDAANA',
  name: 'ana',
  created: day('2025-01-01'),
  password: { created: day('2025-01-01'), text: '' },
  signedIn: day('2026-01-01'),
  keys: [],
  tags: new Map(),
  power: 'none',
  ...rest,
})

const key = (id = KEY) => ({ id, created: day('2025-01-01'), lastUsed: day('2026-01-01'), active: true })

/** Ana alone, and what is done to her. */
function scene(rest: Partial<Person> = {}, others: readonly Person[] = []) {
  const person = ana(rest)
  const user = listed(person)
  const iam = new AccountInMemory([person, ...others], NOW)
  const ledger = new LedgerInMemory()
  const calls: string[] = []
  const revoke = async (terms: Terms = {}): Promise<string[]> => {
    const strike: Strike = async (write, call) => {
      calls.push(call)
      return terms.strike === undefined ? 'do' : terms.strike(write, call)
    }
    const revocations = await revokeUser(user, accountOf(iam, ledger, { ...terms, strike }))
    return revocations.map(({ credential, outcome }) => `${credential.kind} ${outcome.kind}${'why' in outcome ? `: ${outcome.why}` : ''}`)
  }
  const events = (credential = 'password'): string[] => ledger.item('AIDAANA', credential).events.map(({ kind }) => kind)
  const wrote = (credential: string, ...kinds: readonly Parameters<typeof event>[]): void => {
    const item = kinds.reduce((all, each) => appended(all, event(...each)), blankItem('AIDAANA', credential))
    ledger.put(item)
  }
  return { person, iam, ledger, calls, revoke, events, wrote }
}

/** Something befalls one call, by name; of several the one that `nth` tells. */
const befalls = (name: string, fate: Fate, nth = 1): Strike => {
  let seen = 0
  return async (_, call) => (call === name && (seen += 1) === nth ? fate : 'do')
}

/** Something happens right after the intent was written. */
const afterIntent = (change: () => unknown): Strike => {
  let isWritten = false
  let isChanged = false
  return async (_, call) => {
    if (isWritten && !isChanged) {
      isChanged = true
      await change()
    }
    isWritten ||= call === 'append'
    return 'do'
  }
}

describe('the order of things', () => {
  test('intent, act, close', async () => {
    const { calls, revoke, ledger, person } = scene()
    expect(await revoke()).toEqual(['password revoked'])
    expect(calls.filter((call) => ['append', 'deletePassword'].includes(call))).toEqual(['append', 'deletePassword', 'append'])
    expect(person.password).toBe(undefined)
    const [intent, end] = ledger.item('AIDAANA', 'password').events
    const told = {
      at: NOW,
      idleDays: 329,
      limitDays: 30,
      by: 'arn:aws:iam::123456789012:user/operator',
      errand: 'execution 1',
      userName: 'ana',
    }
    expect(intent).toEqual({ id: intent?.id, kind: 'revoking', ...told })
    expect(end).toEqual({ id: intent?.id, kind: 'revoked', ...told })
  })

  test('between intent and act everything that protects is read', async () => {
    const { calls, revoke } = scene()
    await revoke()
    const between = calls.slice(calls.indexOf('append') + 1, calls.indexOf('deletePassword'))
    expect(between.toSorted()).toEqual(['itemsOf', 'list', 'passwordOf', 'tagsOf', 'userNow'])
    expect(between.at(-1)).toBe('itemsOf')
  })

  test.for<[fate: Fate, said: RegExp]>([
    ['refuse', /^password refused: the ledger could not be written, so nothing was done \(AccessDenied\)$/],
    ['drop', /^password unknown: the ledger could not be written, so nothing was done \(throttled\)$/],
    ['lose', /^password unknown: the ledger could not be written, so nothing was done \(the answer was lost\)$/],
  ])('nothing is taken without an intent: %s', async ([fate, said]) => {
    const { calls, revoke, person, events } = scene()
    expect((await revoke({ strike: befalls('append', fate) })).join()).toMatch(said)
    expect(calls).not.toContain('deletePassword')
    expect(person.password).toBeDefined()
    expect(events()).toEqual({ refuse: [], drop: ['not-revoked'], lose: ['revoking', 'not-revoked'] }[fate as 'drop'])
  })
})

describe('what AWS answers to the act', () => {
  test.for<[fate: Fate, said: string, events: string[], isGone: boolean]>([
    ['refuse', 'password refused: AccessDenied', ['revoking', 'not-revoked'], false],
    ['drop', 'password unknown: throttled', ['revoking'], false],
    ['lose', 'password revoked', ['revoking', 'revoked'], true],
  ])('%s: %s', async ([fate, said, written, isGone]) => {
    const { revoke, person, events } = scene()
    expect(await revoke({ strike: befalls('deletePassword', fate), looks: 2 })).toEqual([said])
    expect(events()).toEqual(written)
    expect(person.password === undefined).toBe(isGone)
  })

  test('absent: somebody else deleted it right before', async () => {
    const { revoke, person, events } = scene()
    const strike: Strike = async (_, call) => {
      if (call === 'deletePassword') person.password = undefined
      return 'do'
    }
    expect(await revoke({ strike })).toEqual(['password already-gone'])
    expect(events()).toEqual(['revoking', 'not-revoked'])
  })

  test('IAM does not show it yet: unknown, and the next run closes what is open', async () => {
    const { revoke, iam, events } = scene()
    iam.lag = () => 1
    expect(await revoke()).toEqual(['password unknown: IAM does not show the change yet'])
    expect(events()).toEqual(['revoking'])
    expect(await revoke()).toEqual(['password already-gone'])
    expect(events()).toEqual(['revoking', 'revoked'])
  })

  test('a look that fails is a look that shows nothing: the next one tells', async () => {
    const { revoke, events } = scene()
    // Two reads before the act, the third is the first look.
    expect(await revoke({ strike: befalls('passwordOf', 'refuse', 3), looks: 2 })).toEqual(['password revoked'])
    expect(events()).toEqual(['revoking', 'revoked'])
  })

  test.for<Fate>(['refuse', 'drop'])('it was done, and the ledger cannot be closed: %s', async (fate) => {
    const { revoke, events } = scene()
    expect((await revoke({ strike: befalls('append', fate, 2) })).join()).toMatch(
      /^password unknown: it was revoked, but the ledger could not/,
    )
    expect(events()).toEqual(['revoking'])
    expect(await revoke()).toEqual(['password already-gone'])
    expect(events()).toEqual(['revoking', 'revoked'])
  })
})

test('dying before or after every call, and running again: it comes to the same', async () => {
  const whole = scene({ keys: [key()] })
  await whole.revoke()
  expect(whole.calls.length).toBeGreaterThan(20)
  for (let deadly = 1; deadly <= whole.calls.length; deadly += 1)
    for (const fate of ['refuse', 'die'] as const) {
      const { revoke, person, events, calls } = scene({ keys: [key()] })
      const strike: Strike = async () => {
        if (calls.length > deadly) throw new Error('dead')
        if (calls.length < deadly) return 'do'
        if (fate === 'die') return 'die'
        throw new Error('dead')
      }
      await revoke({ strike }).catch(() => [])
      const said = await revoke()
      expect([deadly, fate, person.password, person.keys[0]?.active]).toEqual([deadly, fate, undefined, false])
      expect(said.filter((each) => !/revoked|already-gone/.test(each))).toEqual([])
      for (const credential of ['password', KEY]) expect([deadly, fate, events(credential).at(-1)]).toEqual([deadly, fate, 'revoked'])
    }
})

describe('what others left in the ledger', () => {
  test('the intent of a run that died after its act is closed, whatever else the run is for', async () => {
    const { revoke, events, wrote, ledger } = scene({ password: undefined })
    wrote('password', ['revoking'])
    expect(await revoke()).toEqual(['password already-gone'])
    expect(events()).toEqual(['revoking', 'revoked'])
    // That run may live, and its act still come: it stays open.
    expect(openActs(ledger.item('AIDAANA', 'password').events).map(({ id }) => id)).toEqual(['act-1'])
  })

  test('the intent of a run that died before its act stops nobody', async () => {
    const { revoke, events, wrote } = scene()
    wrote('password', ['revoking'])
    expect(await revoke()).toEqual(['password revoked'])
    expect(events()).toEqual(['revoking', 'revoking', 'revoked'])
  })

  test('what was restored since and switched off by somebody else is not called revoked for an intent that is open', async () => {
    const { revoke, events, wrote } = scene({ keys: [{ ...key(), active: false }], signedIn: NOW })
    wrote(KEY, ['revoking', '1'], ['restoring', '2'], ['restored', '2'])
    expect(await revoke()).toEqual([])
    expect(events(KEY)).toEqual(['revoking', 'restoring', 'restored'])
  })

  test('called revoked and live again: spared, and written', async () => {
    const { revoke, events, wrote } = scene()
    const at = instant('2026-11-01T00:00:00Z')
    wrote('password', ['revoking', '1', { at }], ['revoked', '1', { at }])
    expect(await revoke()).toEqual([])
    expect(events()).toEqual(['revoking', 'revoked', 'seen-live-again'])
  })

  test('called revoked a moment ago and still shown: spared, and nothing is written of it', async () => {
    const { revoke, events, wrote } = scene()
    wrote('password', ['revoking'], ['revoked'])
    expect(await revoke()).toEqual([])
    expect(events()).toEqual(['revoking', 'revoked'])
  })

  test('seen live again counts from then, for the limit', async () => {
    const { revoke, wrote, iam } = scene()
    wrote('password', ['revoked', '1'], ['seen-live-again', '2', { at: instant(NOW) }])
    iam.now += 29 * 86_400_000
    expect(await revoke()).toEqual([])
    iam.now += 86_400_000
    expect(await revoke()).toEqual(['password revoked'])
  })

  test('what cannot be read protects its credential, and no other', async () => {
    const { revoke, ledger, wrote, person } = scene({ keys: [key(), key('AKIAOTHER')] })
    wrote(KEY, ['revoked'])
    ledger.broken.add(KEY)
    expect((await revoke()).map((each) => each.replace(/: Error.*/, ''))).toEqual([
      'password revoked',
      'access-key unknown',
      'access-key revoked',
    ])
    expect(person.keys.map(({ active }) => active)).toEqual([true, false])
  })
})

test('who carries the exclusion tag is left alone before anything is written: where IAM alone would not refuse it, tags are listed', async () => {
  const { revoke, events, calls } = scene({ tags: new Map([['iam-unused-user-cleanup:excluded', '']]) })
  expect(await revoke({ areTaggedDenied: false })).toEqual(['password protected: Excluded by tag iam-unused-user-cleanup:excluded.'])
  expect([events(), calls.includes('tagsOf')]).toEqual([[], true])
})

describe('the brake for what is done (S9)', () => {
  test('no room: refused before the intent, and nothing is claimed', async () => {
    const bob = ana({ id: 'AIDABOB', name: 'bob', power: 'all', signedIn: NOW })
    const { revoke, events, ledger, iam, person } = scene({ power: 'all' }, [bob])
    await ledger.table(async () => 'do').count('2026-11-26', 'AIDAOTHER', 1)
    expect(await revoke({ brakeRoom: 1 })).toEqual(['password refused: brake: 1 users have lost something today, no more may'])
    expect([events(), ledger.taken, person.password === undefined]).toEqual([[], [], false])
    iam.now += 86_400_000
    expect(await revoke({ brakeRoom: 1 })).toEqual(['password revoked'])
  })

  test.for<[fate: Fate, said: string]>([
    ['refuse', 'password refused: nothing was done (AccessDenied)'],
    ['drop', 'password unknown: nothing was done (throttled)'],
  ])('who cannot be counted loses nothing: %s', async ([fate, said]) => {
    const { revoke, events } = scene()
    expect(await revoke({ strike: befalls('count', fate) })).toEqual([said])
    expect(events()).toEqual([])
  })
})

describe.for([false, true])(
  'what changes between intent and act protects; that nothing was done is written, and the claim taken out: tagged denied %s',
  (areTaggedDenied) => {
    type Scene = ReturnType<typeof scene>
    const tag = ({ person }: Scene) => person.tags.set('iam-unused-user-cleanup:excluded', 'yes')

    test.for<[what: string, change: (scene: Scene) => unknown, said: string]>([
      ['the list', ({ iam }) => (iam.list = 'ana'), 'protected: Excluded by entry "ana".'],
      ['a group', ({ iam }) => iam.groups.set('break-glass', new Set(['AIDAANA'])), 'protected: Excluded by entry "group:break-glass".'],
      ['the tag', tag, 'protected: Excluded by tag iam-unused-user-cleanup:excluded: yes.'],
      ['a sign-in', ({ person }) => (person.signedIn = NOW - 1_000), 'protected: it was used or made anew a moment ago'],
      [
        'another password',
        ({ person }) => (person.password = { created: NOW - 1_000, text: 'new' }),
        'protected: it was used or made anew a moment ago',
      ],
      [
        'the ledger',
        ({ ledger }) => ledger.put(appended(ledger.item('AIDAANA', 'password'), event('restoring', '2'))),
        'protected: somebody else is at work on it',
      ],
      [
        'the owner of the name',
        ({ person, iam }) => {
          person.name = 'ana-2'
          if (iam.people[1] !== undefined) iam.people[1].name = 'ana'
        },
        'protected: the name ana has passed to somebody else',
      ],
      ['nobody has the name', ({ person }) => (person.name = 'ana-2'), 'protected: the name ana has passed to somebody else'],
      ['it is gone', ({ person }) => (person.password = undefined), 'already-gone'],
    ])('%s', async ([, change, said]) => {
      const bob = ana({ id: 'AIDABOB', name: 'bob', power: 'all', signedIn: NOW })
      const all = scene({ power: 'all' }, [bob])
      all.iam.list = 'group:break-glass'
      all.iam.groups.set('break-glass', new Set())
      expect(await all.revoke({ areTaggedDenied, strike: afterIntent(() => change(all)) })).toEqual([`password ${said}`])
      expect(all.calls).not.toContain('deletePassword')
      expect(all.events().filter((kind) => kind !== 'restoring')).toEqual(['revoking', 'not-revoked'])
      expect(all.ledger.taken).toEqual([])
      expect([bob.password === undefined, all.calls.includes('claim')]).toEqual([false, true])
    })

    test.for(['list', 'userNow', 'passwordOf', 'tagsOf', 'itemsOf'])('what cannot be read any more protects as well: %s', async (name) => {
      const { revoke, calls, events, person, iam } = scene()
      iam.list = 'tag:keep'
      const strike: Strike = async (_, call) =>
        call === name && calls.includes('append') && !events().includes('not-revoked') ? 'refuse' : 'do'
      expect((await revoke({ areTaggedDenied, strike })).join()).toMatch(/^password unknown: nothing was done: Error/)
      expect([events(), person.password === undefined]).toEqual([['revoking', 'not-revoked'], false])
    })

    test('a tag that the list names', async () => {
      const all = scene()
      all.iam.list = 'tag:keep'
      const strike = afterIntent(() => all.person.tags.set('keep', 'yes'))
      expect(await all.revoke({ areTaggedDenied, strike })).toEqual(['password protected: Excluded by entry "tag:keep".'])
    })

    test('a key: used between intent and act', async () => {
      const all = scene({ keys: [key()], signedIn: NOW })
      const change = () => all.person.keys.map((each) => (each.lastUsed = NOW))
      expect(await all.revoke({ strike: afterIntent(change) })).toEqual(['access-key protected: it was used or made anew a moment ago'])
      expect(all.person.keys[0]?.active).toBe(true)
    })

    test('one look hangs while somebody else takes the key and a person restores it', async () => {
      const all = scene({ keys: [key()], signedIn: NOW })
      const { iam, ledger, person } = all
      let hung = false
      const strike: Strike = async (_, call) => {
        if (call === 'userNow' && !hung) {
          hung = true
          await revokeUser(listed(person), accountOf(iam, ledger))
          same(person.keys[0]?.active, false)
          same((await restore(listed(person), ledger.item('AIDAANA', KEY), '', restoringOf(iam, ledger))).kind, 'restored')
        }
        return 'do'
      }
      expect(await all.revoke({ strike })).toEqual(['access-key protected: somebody else is at work on it'])
      expect(person.keys[0]?.active).toBe(true)
    })
  },
)

test('a read that fails before the claim throws or protects; after it the claim is taken out', async () => {
  expect.hasAssertions()
  const bob = ana({ id: 'AIDABOB', name: 'bob', power: 'all', signedIn: NOW })
  const whole = scene({ power: 'all' }, [{ ...bob }])
  await whole.revoke()
  const before = whole.calls.indexOf('append')
  for (let failing = 1; failing <= before; failing += 1) {
    const { revoke, ledger, calls, person } = scene({ power: 'all' }, [{ ...bob }])
    const strike: Strike = async (write) => (calls.length === failing && !write ? 'refuse' : 'do')
    await revoke({ strike }).catch(() => [])
    if (person.password !== undefined) same([failing, ledger.taken], [failing, []])
  }
})

function same(actual: unknown, expected: unknown): void {
  expect(actual).toEqual(expected)
}
