import { describe, expect, test } from 'vitest'
import { explanationOf } from '../../src/findings/explanation.ts'
import type { SeenUser } from '../../src/findings/seen.ts'
import type { Made } from '../../src/findings/make.ts'
import type { Credential } from '../../src/judgement/credential.ts'
import { daysAgo, documentOf, ledgerOf, seenUser, SHARED, WITH_SHARED } from '../support/findings.ts'

const KEY = 'AKIAIOSFODNN7EXAMPL1'
const password: Credential = { kind: 'password', created: daysAgo(300), lastUse: { kind: 'at', instant: daysAgo(120) } }
const key: Credential = {
  kind: 'access-key',
  id: KEY,
  status: 'active',
  created: daysAgo(300),
  lastUse: { kind: 'at', instant: daysAgo(150) },
}
const { userId } = seenUser('ana')

function explained(more: Partial<SeenUser>, kept: ReadonlyMap<string, string> = new Map(), made: Partial<Made> = {}) {
  const findings = documentOf([seenUser('ana', more)], made)
  const [user] = findings.users
  if (user === undefined) throw new Error('there is one')
  return explanationOf(findings, user, kept)
}

describe('what the next run does', () => {
  test('a key that was restored: Guarded spares it, the AWS-owned runbook does not count that', () => {
    const ledger = ledgerOf(userId, KEY, { kind: 'revoked', at: daysAgo(50) }, { kind: 'restored', at: daysAgo(40) })
    const { nextRun, credentials, ledger: said } = explained({ outcome: { kind: 'non-compliant' }, read: [password, key], ledger })
    expect(nextRun.guarded).toEqual(['Guarded deletes the password, after it has read everything again.'])
    expect(nextRun.awsManaged).toEqual([
      'The AWS-owned runbook deletes the password.',
      `The AWS-owned runbook deactivates access key ${KEY}, though it is not unused: it does not count creation or restore after the last use.`,
    ])
    expect(credentials[1]?.sentences).toContain(
      'What counts is that it was restored, for it was not used since: 2026-09-23 09:00 UTC, 40 days ago; the limit is 90 days.',
    )
    expect(said).toEqual([
      `Access key ${KEY}: revoked 2026-09-13 09:00 UTC by arn:aws:iam::123456789012:user/operator, for sha256:0, after 100 idle days.`,
      `Access key ${KEY}: restored 2026-09-23 09:00 UTC by arn:aws:iam::123456789012:user/operator, for sha256:0, after 100 idle days.`,
    ])
  })

  test('the last way in: Guarded keeps it, the AWS-owned runbook does not know', () => {
    const kept = new Map([['password', 'it is the last way in of the last IAM administrator']])
    const { nextRun, credentials } = explained({ outcome: { kind: 'non-compliant' }, read: [password] }, kept)
    expect(nextRun.guarded).toEqual(['Guarded keeps the password: it is the last way in of the last IAM administrator.'])
    expect(nextRun.awsManaged).toEqual([
      'The AWS-owned runbook deletes the password, though it is the last way in of the last IAM administrator: it does not know that.',
    ])
    expect(credentials[0]?.sentences.at(-1)).toBe('It would be kept: it is the last way in of the last IAM administrator.')
  })

  test('the tag binds the AWS-owned runbook', () => {
    const { nextRun, exclusion } = explained({ outcome: { kind: 'excluded', exclusion: { kind: 'tag' } }, read: [password] })
    expect(nextRun.awsManaged[0]).toContain('its role is denied that where the tag iam-unused-user-cleanup:excluded is.')
    expect(exclusion).toEqual(['Excluded by tag iam-unused-user-cleanup:excluded.', 'It has no end.'])
  })

  test('of a compliant user: the first day on which it can be otherwise', () => {
    const { nextRun, verdict } = explained({ read: [{ ...password, lastUse: { kind: 'at', instant: daysAgo(80) } }] })
    expect(verdict).toEqual(['COMPLIANT: nothing is unused.'])
    expect(nextRun).toEqual({
      rule: [
        'The rule reports COMPLIANT; nothing is revoked.',
        'The first run after 2026-11-12 09:00 UTC is the first that can report NON_COMPLIANT, if nothing happens before.',
      ],
      guarded: [],
      awsManaged: [],
    })
  })
})

test('where the list is missing it says so, with the Region', () => {
  expect(explained({}, new Map(), { exclusionList: 'missing', entries: [] }).exclusion).toEqual([
    'Nothing excludes this user: there is no exclusion list /iam-unused-user-cleanup/excluded-users in Region eu-west-1.',
  ])
})

test('of the shared list it says which it is, and that no entry of it means the user', () => {
  const [entry] = WITH_SHARED.entries.filter(({ list }) => list === 'shared')
  if (entry === undefined) throw new Error('unreachable')
  expect(explained({ outcome: { kind: 'excluded', exclusion: { kind: 'entry', entry } } }, new Map(), WITH_SHARED).exclusion).toEqual([
    'Excluded by shared entry "break-glass-*", owner security.',
    'It has no end.',
    `The shared list is ${SHARED}.`,
  ])
  expect(explained({}, new Map(), { ...WITH_SHARED, exclusionList: 'missing' }).exclusion).toEqual([
    'Nothing excludes this user: there is no exclusion list /iam-unused-user-cleanup/excluded-users in Region eu-west-1, and no entry of the shared one means it.',
  ])
})

test('a record of the ledger that cannot be read is said, and nothing concluded', () => {
  const ledger: SeenUser['ledger'] = new Map([[KEY, { kind: 'unreadable', userId, credential: KEY, why: 'broken' }]])
  expect(explained({ outcome: { kind: 'unknown', why: 'broken' }, read: [key], ledger })).toMatchObject({
    ledger: [`Access key ${KEY}: the record cannot be read (broken), and nothing may be concluded.`],
    nextRun: { rule: ['The rule gives no verdict of whom it cannot read, and its run fails with an error that names the user.'] },
  })
})
