import { afterEach, describe, expect, test, vi } from 'vitest'
import { instant } from '../../../src/judgement/instant.ts'
import { heldOf, idle, keyOf, oneRun, SHARED } from './one-run.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const UNUSED = 'Password never used, created 48 days ago (2026-10-09); limit 30.'
const FINE = 'Password never used, created 2 days ago.'
const RUN_UNTOLD = ' (Nobody was told of this run yet)'
const UNTOLD = ' (Nobody was told of this yet)'

/** An event of its own for each run, in the same day: the function remembers of which it told. */
let second = 0
const anEvent = (): string => `2026-11-26T12:00:${String((second += 1)).padStart(2, '0')}Z`

const silent = async () => Promise.reject(new Error('no topic'))

describe('what people hear of a run', () => {
  test('who is left alone by the shared list, and what of it has expired, is named as of it', async () => {
    const { messages } = await oneRun([idle('ana', 48), idle('kept', 99), idle('break-glass-1', 99)], {
      now: anEvent(),
      list: 'kept',
      settings: { sharedExclusionsArn: SHARED },
      shared: 'break-glass-*,old;until=2026-11-25,other-*',
    })
    expect(messages[1]).toContain(
      ['Left alone (2):', '- kept', '- break-glass-1 (shared list)', '', 'Expired exclusions (1):', '- old (shared list)', ''].join('\n'),
    )
    expect(messages[1]).not.toContain('other-*')
  })

  test('newly unused, due soon, left alone, expired exclusions and those that match nobody', async () => {
    const people = [idle('ana', 48), idle('soon', 23), idle('later', 22), idle('kept', 99), idle('bob', 2)]
    const { messages, puts, log } = await oneRun(people, { now: anEvent(), list: 'kept,old;until=2026-11-25,typo' })
    expect(messages).toEqual([
      'IAM Unused User Cleanup: evaluation',
      [
        'Newly unused (1):',
        `- ana: ${UNUSED}`,
        '',
        'Due soon (1):',
        '- soon: on 2026-12-03 unless used',
        '',
        'Left alone (1):',
        '- kept',
        '',
        'Expired exclusions (1):',
        '- old',
        '',
        'Exclusions that match nobody (1):',
        '- typo',
        '',
      ].join('\n'),
    ])
    // Who is news is given to AWS Config after people were told.
    expect(puts.map((batch) => batch.map((line) => line.split(' ')[0]))).toEqual([
      ['AIDASOON', 'AIDALATER', 'AIDAKEPT', 'AIDABOB'],
      ['AIDAANA'],
    ])
    expect(log.at(-1)).toMatchObject({ message: 'summary', told: 'told' })
  })

  test('nothing where there is nothing: the last result is held back until that is known', async () => {
    const { messages, puts, log } = await oneRun([idle('ana', 2), idle('bob', 2)], { now: anEvent() })
    expect(messages).toEqual([])
    expect(puts).toEqual([[`AIDAANA COMPLIANT: ${FINE}`], [`AIDABOB COMPLIANT: ${FINE}`]])
    expect(log.at(-1)).toMatchObject({ told: 'nothing' })
  })

  test('without a topic nobody is told, and nothing is held back', async () => {
    const { messages, puts } = await oneRun([idle('ana', 48)], { now: anEvent(), settings: { topicArn: '' } })
    expect([messages, puts]).toEqual([[], [[`AIDAANA NON_COMPLIANT: ${UNUSED}`], []]])
  })

  test('of many fifty are named', async () => {
    const people = Array.from({ length: 51 }, (_, n) => idle(`soon-${n}`, 29))
    const [, text = ''] = (await oneRun(people, { now: anEvent() })).messages
    expect(text.split('\n').slice(0, 2)).toEqual(['Due soon (51):', '- soon-0: on 2026-11-27 unless used'])
    expect(text.split('\n').slice(49)).toEqual([
      '- soon-48: on 2026-11-27 unless used',
      '- soon-49: on 2026-11-27 unless used',
      '- ...',
      '',
    ])
    const [, fifty = ''] = (await oneRun(people.slice(1), { now: anEvent() })).messages
    expect(fifty.split('\n').slice(-3)).toEqual(['- soon-49: on 2026-11-27 unless used', '- soon-50: on 2026-11-27 unless used', ''])
  })

  test('the credential that will be unused first is the one that is due', async () => {
    const { password } = idle('', 29)
    const key = { kind: 'access-key', id: 'AKIAIOSFODNN7EXAMPLE', status: 'active', lastUse: { kind: 'never' } } as const
    const made = idle('', 25).password?.created
    if (password === undefined || made === undefined) throw new Error('unreachable')
    const people = [
      { name: 'two', password, keys: [{ ...key, created: made }] },
      { name: 'off', keys: [{ ...key, status: 'inactive' as const, created: made }] },
    ]
    const [, text] = (await oneRun(people, { now: anEvent() })).messages
    expect(text).toBe('Due soon (1):\n- two: on 2026-11-27 unless used\n')
  })

  test('a warning that is longer than the limit warns of everybody who has something', async () => {
    const people = [idle('today', 0), { name: 'bare' }]
    const [, text] = (await oneRun(people, { now: anEvent(), settings: { warningDays: 31 } })).messages
    expect(text).toBe('Due soon (1):\n- today: on 2026-12-26 unless used\n')
  })

  test('what is inactive is never due, and hides nothing', async () => {
    const off = { ...keyOf('2025-01-01T00:00:00Z'), status: 'inactive' as const }
    const people = [idle('soon', 29, { keys: [off] }), { name: 'off', keys: [off] }]
    const [, text] = (await oneRun(people, { now: anEvent(), settings: { warningDays: 31 } })).messages
    expect(text).toBe('Due soon (1):\n- soon: on 2026-11-27 unless used\n')
  })

  test('what is known without reading is due as well', async () => {
    const head =
      'user,arn,user_creation_time,password_enabled,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,' +
      'access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date'
    const row = (name: string, created: string, first: string, second: string) =>
      `${name},arn:aws:iam::123456789012:user/${name},${created},false,${first},${second}`
    const [old, young] = ['2025-01-01T00:00:00Z', '2026-10-29T00:00:00Z']
    const off = `false,${old},N/A`
    const csv = [
      head,
      row('used', old, `true,${old},2026-11-02T00:00:00Z`, off),
      row('made', young, `true,${young},N/A`, off),
      row('off', old, off, off),
    ].join('\n')
    const report = { kind: 'report', csv, generated: instant('2026-11-26T10:00:00Z') } as const
    const people = [{ name: 'used' }, { name: 'made', created: young }, { name: 'off' }]
    const [, text] = (await oneRun(people, { now: anEvent(), report, settings: { warningDays: 31 } })).messages
    expect(text).toBe('Due soon (2):\n- used: on 2026-12-02 unless used\n- made: on 2026-11-28 unless used\n')
  })

  test('where nobody could be judged people hear of what there is all the same', async () => {
    const { messages, error } = await oneRun([{ name: 'odd', odd: true }], { now: anEvent(), list: 'typo' })
    expect(messages[1]).toBe('Exclusions that match nobody (1):\n- typo\n')
    expect(error).toMatch(/^Error: 1 of 1 users could not be judged/)
  })
})

describe('news is told once', () => {
  test('who was unused before is no news; nor is who was told of', async () => {
    const people = [idle('ana', 48), idle('bob', 2)]
    const { messages, puts } = await oneRun(people, { now: anEvent(), earlier: { ana: heldOf(UNUSED, 'NON_COMPLIANT') } })
    expect(messages).toEqual([])
    expect(puts).toEqual([[`AIDAANA NON_COMPLIANT: ${UNUSED}`], [`AIDABOB COMPLIANT: ${FINE}`]])
  })

  test('each credential is told', async () => {
    const { messages } = await oneRun([idle('ana', 48, { keys: [keyOf('2026-11-26T11:00:00Z')] })], { now: anEvent() })
    expect(messages[1]).toBe(`Newly unused (1):\n- ana: ${UNUSED} Key ...MPLE never used, created 0 days ago.\n`)
  })

  test('who was compliant before is', async () => {
    const { messages } = await oneRun([idle('ana', 48)], { now: anEvent(), earlier: { ana: heldOf(FINE) } })
    expect(messages[1]).toBe(`Newly unused (1):\n- ana: ${UNUSED}\n`)
  })

  test('who was unused, and of whom nobody was told, is news still', async () => {
    const { messages } = await oneRun([idle('ana', 48)], {
      now: anEvent(),
      earlier: { ana: heldOf(`${UNUSED}${UNTOLD}`, 'NON_COMPLIANT') },
    })
    expect(messages[1]).toBe(`Newly unused (1):\n- ana: ${UNUSED}\n`)
  })

  test('of a run that nobody was told of, the users are no news', async () => {
    const { messages } = await oneRun([idle('bob', 2)], { now: anEvent(), earlier: { bob: heldOf(`${FINE}${RUN_UNTOLD}`) } })
    expect(messages).toEqual([])
  })

  test('who is unused no more, and of whom nobody was told, is told of as it was', async () => {
    const before = heldOf(`${UNUSED}${UNTOLD}`, 'NON_COMPLIANT')
    const { messages, puts } = await oneRun([idle('ana', 2), idle('bob', 2)], { now: anEvent(), earlier: { ana: before } })
    expect(messages[1]).toBe(`Newly unused (1):\n- ana: ${UNUSED}${UNTOLD}\n`)
    expect(puts).toEqual([[`AIDABOB COMPLIANT: ${FINE}`], [`AIDAANA COMPLIANT: ${FINE}`]])
  })

  test('who cannot be read now, and of whom nobody was told, waits', async () => {
    const { messages } = await oneRun([{ name: 'ana', odd: true }, idle('bob', 2)], {
      now: anEvent(),
      earlier: { ana: heldOf(`${UNUSED}${UNTOLD}`, 'NON_COMPLIANT') },
    })
    expect(messages).toEqual([])
  })

  test('what could not be read is told in those words', async () => {
    const { messages } = await oneRun([idle('ana', 48)], { now: anEvent(), earlier: new Error('throttled') })
    expect(messages[1]).toBe(`Unused (of whom you heard before could not be read) (1):\n- ana: ${UNUSED}\n`)
  })

  test('a second attempt at an event, in the same function: who was told of is not told of again', async () => {
    const now = anEvent()
    const first = await oneRun([idle('ana', 48)], { now })
    const second = await oneRun([idle('ana', 48)], { now })
    expect([first.messages.length, second.messages]).toEqual([2, []])
    expect(second.log.at(-1)).toMatchObject({ told: 'told before' })
    expect(second.puts).toEqual([[], [`AIDAANA NON_COMPLIANT: ${UNUSED}`]])
    // But who is news by then.
    expect((await oneRun([idle('ana', 48), idle('eve', 48)], { now })).messages[1]).toMatch(/- eve: /)
    expect((await oneRun([idle('ana', 48)], { now: anEvent() })).messages).toHaveLength(2)
  })

  test('a second attempt, in another function: the last result of this very event is there', async () => {
    const now = anEvent()
    const soon = [idle('soon', 29)]
    const said = 'Password never used, created 29 days ago.'
    expect((await oneRun(soon, { now, earlier: { soon: heldOf(said, 'COMPLIANT', now) } })).messages).toEqual([])
    expect((await oneRun(soon, { now, earlier: { soon: heldOf(`${said}${RUN_UNTOLD}`, 'COMPLIANT', now) } })).messages).toHaveLength(2)
    const [later, another] = [anEvent(), anEvent()]
    expect((await oneRun(soon, { now: later, earlier: { soon: heldOf(said, 'COMPLIANT', now) } })).messages).toHaveLength(2)
    // Who is news was not there, or would be no news.
    const both = [idle('ana', 48), ...soon]
    expect((await oneRun(both, { now: another, earlier: { ana: heldOf(FINE, 'COMPLIANT', another) } })).messages).toHaveLength(2)
  })
})

describe('where people could not be told', () => {
  test('who is news is marked, and the run fails', async () => {
    const { puts, error, log } = await oneRun([idle('ana', 48), idle('bob', 2)], { now: anEvent(), notify: silent })
    expect(puts).toEqual([[`AIDABOB COMPLIANT: ${FINE}`], [`AIDAANA NON_COMPLIANT: ${UNUSED}${UNTOLD}`]])
    expect(error).toBe(
      'Error: Every user was reported, but the topic NotificationTopicArn could not be told (Error: no topic). ' +
        'Do its policy and its KMS key admit this function?',
    )
    expect(log.filter(({ message }) => message === 'summary')).toMatchObject([{ told: 'Error: no topic' }])
  })

  test('without news the run is marked, by its last result', async () => {
    const { puts } = await oneRun([idle('soon', 29), idle('bob', 2)], { now: anEvent(), notify: silent })
    expect(puts[1]).toEqual([`AIDABOB COMPLIANT: ${FINE}${RUN_UNTOLD}`])
  })

  test('who is unused no more carries what was said before, once, however often nobody was told', async () => {
    for (const before of [`${UNUSED}${UNTOLD}`, `${FINE} Before: ${UNUSED}${UNTOLD}`]) {
      const { puts } = await oneRun([idle('ana', 2)], { now: anEvent(), notify: silent, earlier: { ana: heldOf(before, 'NON_COMPLIANT') } })
      expect(puts[1]).toEqual([`AIDAANA COMPLIANT: ${FINE} Before: ${UNUSED}${UNTOLD}`])
    }
  })

  test('a message that failed is not taken for told', async () => {
    const now = anEvent()
    await oneRun([idle('ana', 48)], { now, notify: silent })
    expect((await oneRun([idle('ana', 48)], { now })).messages).toHaveLength(2)
  })

  test('a long annotation is cut before its mark', async () => {
    const list = `kept;reason=${'x'.repeat(300)}`
    const { puts } = await oneRun([idle('kept', 99)], { now: anEvent(), list, notify: silent })
    const said = puts[1]?.[0]?.replace('AIDAKEPT COMPLIANT: ', '') ?? ''
    expect(said).toHaveLength(256)
    expect(said).toMatch(/^Excluded by entry "kept": x+\.\.\. \(Nobody was told of this run yet\)$/)
  })
})
