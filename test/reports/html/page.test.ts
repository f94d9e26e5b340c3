import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { SeenUser } from '../../../src/findings/seen.ts'
import { findingsHtml } from '../../../src/reports/findings-html.ts'
import { forecastHtml } from '../../../src/reports/forecast-html.ts'
import { isPage, page } from '../../../src/reports/html/page.ts'
import { markup } from '../../../src/reports/html/markup.ts'
import { said } from '../../support/html-text.ts'
import { SAMPLE } from '../../support/sample-forecast.ts'
import { daysAgo, documentOf, ledgerOf, MADE, seenUser } from '../../support/findings.ts'

const password = (used: number): SeenUser['read'] => [
  { kind: 'password', created: daysAgo(300), lastUse: { kind: 'at', instant: daysAgo(used) } },
]
const one = documentOf([
  seenUser('ana', { read: password(120), outcome: { kind: 'non-compliant' } }),
  seenUser('bob', { read: password(80) }),
  seenUser('gone', { outcome: { kind: 'unknown', why: 'AccessDenied' } }),
  seenUser('bare'),
])
const other = documentOf([seenUser('eve', { read: password(1) })], {
  accountId: '210987654321',
  alias: 'acme-test',
  exclusionList: 'missing',
  entries: [],
})

const between = (html: string, element: string): string => new RegExp(`<${element}>(.*?)</${element}>`, 's').exec(html)?.[1] ?? ''

describe.for([
  ['of findings', findingsHtml([one])],
  ['of a forecast', forecastHtml(SAMPLE)],
] as const)('a page %s', ([, html]) => {
  test('lets only the one style and the one script in it run, and nothing be loaded', () => {
    const hash = (element: string): string => `'sha256-${createHash('sha256').update(between(html, element)).digest('base64')}'`
    expect(/http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#39;', "'")).toBe(
      `default-src 'none'; style-src ${hash('style')}; script-src ${hash('script')}; base-uri 'none'; form-action 'none'`,
    )
    expect(between(html, 'script').length).toBeGreaterThan(1_000)
    expect(html.match(/<(style|script)\b/g)).toEqual(['<style', '<script'])
  })

  test('names nothing elsewhere, and has no style or event in an attribute', () => {
    const elements = html.replaceAll(/<(style|script)>.*?<\/\1>/gs, '')
    expect(elements).not.toMatch(/<[^>]*\s(src|srcset|action|ping|background|poster)\s*=/)
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, to = '']) => to).filter((to) => !to.startsWith('#'))).toEqual([])
    expect(elements).not.toMatch(/<[^>]*\s(style|on\w+)=/)
    expect(html).not.toMatch(/https?:\/\//)
  })

  test('every link leads to a place in it, and no id is there twice', () => {
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(
      [...html.matchAll(/(?:href="#|for="|aria-labelledby=")([^"]*)"/g)]
        .flatMap(([, to = '']) => to.split(' '))
        .filter((to) => !ids.includes(to)),
    ).toEqual([])
  })
})

test('is known again by what it is about', () => {
  const about = page({ about: 'rehearsal', title: 'x', body: markup`` })
  expect([isPage(about, 'rehearsal'), isPage(about, 'findings'), isPage(`<p>${about}`, 'rehearsal')]).toEqual([true, false, false])
})

describe('findings', () => {
  const text = said(findingsHtml([one]))

  test('say first who could not be judged, then what is unused, what will be, who is excluded', () => {
    const titles = [
      'could not be judged',
      'credentials, of 1 user',
      'credentials, within 14 days',
      'of 4 users',
      'Could not be judged 1',
      'Unused 1',
      'Unused within 14 days 1',
      'At a glance',
      'All credentials 2',
      'Ledger 0',
      'Exclusion list 2',
      'Evidence',
    ]
    const places = titles.map((title) => text.indexOf(title))
    expect(places.filter((place) => place < 0)).toEqual([])
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  test('have the totals of the document', () => {
    expect(text).toContain(
      '1 could not be judged users 1 unused credentials, of 1 user 1 unused soon credentials, within 14 days 0 excluded users 2 compliant',
    )
    expect(
      text.split(
        '4 users: 1 could not be judged, 1 non-compliant, 2 compliant, 0 excluded. 2 credentials: 1 unused, 1 unused soon, 0 in use,',
      ),
    ).toHaveLength(3)
  })

  test('say whence they are: who made them, when, with which version, of which data', () => {
    expect(text).toContain(`Digest ${one.digest}`)
    expect(text).toContain(
      'Account acme-prod (123456789012) Region eu-west-1 Limit 90 days As of 2026-11-02 09:00 UTC Credential report 2026-11-02 09:00 UTC Made by arn:aws:iam::123456789012:user/auditor Version 0.1.0',
    )
  })

  test('say of a list that is missing, of another place than AWS and of another time before anything else', () => {
    const odd = said(
      findingsHtml([
        documentOf([], {
          exclusionList: 'missing',
          entries: [],
          endpoint: 'http://127.0.0.1:1',
          asOf: daysAgo(-9),
          narrowedTo: ['path /x/'],
        }),
      ]),
    )
    expect(odd).toContain('Without an exclusion list: there is no /iam-unused-user-cleanup/excluded-users in Region eu-west-1.')
    expect(odd).toContain('Not AWS: read from http://127.0.0.1:1.')
    expect(odd).toContain('Judged as of another time: made 2026-11-02 09:00 UTC, judged as of 2026-11-11 09:00 UTC.')
    expect(odd).toContain('Narrowed to path /x/.')
    expect(
      ['Judged as of', ' could not be judged users', 'Narrowed to'].map((each) => odd.indexOf(each)).toSorted((a, b) => a - b),
    ).toEqual(['Judged as of', ' could not be judged users', 'Narrowed to'].map((each) => odd.indexOf(each)))
  })

  test('name five exclusions that protect nobody on top, and how many more there are', () => {
    const [dead] = documentOf([]).exclusions.entries
    const entries = dead === undefined ? [] : Array.from({ length: 8 }, (_, n) => ({ ...dead, selector: `dead-${n}` }))
    const [top = ''] = said(findingsHtml([{ ...one, exclusions: { ...one.exclusions, entries } }])).split('Could not be judged 1')
    expect(top.match(/Exclusion dead-\d/g)).toHaveLength(5)
    expect(top).toContain('3 more of the exclusion list protect nobody.')
  })

  test('name ten of a kind on top, the longest unused first, and all below', () => {
    const many = documentOf(
      Array.from({ length: 25 }, (_, n) => seenUser(`user-${n}`, { read: password(100 + n), outcome: { kind: 'non-compliant' } })),
    )
    const html = findingsHtml([many])
    const [top = '', all = ''] = html.split('<section id="credentials"')
    expect([...top.matchAll(/<bdi>(user-\d+)<\/bdi>/g)].map(([, name]) => name)).toEqual(
      Array.from({ length: 10 }, (_, n) => `user-${24 - n}`),
    )
    expect(said(top)).toContain('And 15 more, in the table of all credentials.')
    expect(all.match(/<th scope="row">user-\d+ <small>/g)).toHaveLength(25)
    // Of thousands of rows each word and each element is a part of the time that the page takes to open.
    expect(/<tr\s[^]*?(?=<tr\s)/.exec(all.split('<tbody>')[1] ?? '')?.[0]).toBe(
      '<tr\n data-standing="unused"><th scope="row">user-24 <small>AIDA757365722D323400</small><td>Password<td>Unused<td>2026-07-01<td>124<td>2026-09-29<td>Password last used 124 days ago (2026-07-01); limit 90.',
    )
  })

  test('tell an act of the ledger once, by its end, the latest first', () => {
    const { userId } = seenUser('ana')
    const [item] = ledgerOf(
      userId,
      'password',
      { kind: 'revoking', at: daysAgo(9) },
      { kind: 'revoked', at: daysAgo(9) },
      { kind: 'restored', at: daysAgo(2) },
    ).values()
    const events = item?.kind === 'item' ? item.events.map((event, place) => ({ ...event, id: place < 2 ? 'a' : 'b' })) : []
    const ledger = new Map([['password', { kind: 'item', userId, credential: 'password', events } as const]])
    const [, of = ''] = said(findingsHtml([documentOf([seenUser('ana', { ledger })])])).split('Ledger 2')
    expect(of.split('Exclusion list')[0]?.match(/restored|revoked|revoking/g)).toEqual(['restored', 'revoked'])
  })

  test('name nobody more than twenty times for an entry', () => {
    const entries = documentOf([]).exclusions.entries
    const html = said(
      findingsHtml([
        {
          ...one,
          exclusions: {
            ...one.exclusions,
            entries: entries.map((each) => ({
              ...each,
              says: '',
              standing: 'matched',
              protects: Array.from({ length: 23 }, (_, n) => `p${n}`),
            })),
          },
        },
      ]),
    )
    expect(html).toContain('p19 and 3 more')
  })
})

describe('of several accounts', () => {
  test('a row an account, their sum, and everything names its account', () => {
    const html = findingsHtml([other, one])
    const text = said(html)
    expect(text).toContain('acme-prod 123456789012 eu-west-1 2026-11-02 09:00 UTC 1 1 0 2 4 1 1 2 90 days 2 entries')
    expect(text).toContain('acme-test 210987654321 eu-west-1 2026-11-02 09:00 UTC 0 0 0 1 1 0 0 1 90 days missing')
    expect(text).toContain('All 2 1 1 0 3 5 1 1 3')
    expect(text).toContain('210987654321: Without an exclusion list:')
    expect(text).toContain('5 users: 1 could not be judged, 1 non-compliant, 3 compliant, 0 excluded.')
    expect(html).toContain('<option value="0">acme-test (1)</option><option value="1">acme-prod (4)</option>')
  })

  test('of one account at two times nothing is added up', () => {
    const text = said(findingsHtml([one, documentOf([], { asOf: daysAgo(-7), now: daysAgo(-7) })]))
    expect(text).toContain('An account is here at more than one time, so nothing is added up.')
    expect(text).toContain('acme-prod, 2026-11-02 09:00 UTC')
    expect(text).not.toMatch(/At a glance|All 2 /)
  })

  test('whose alias is the same they go by their ids', () => {
    const html = findingsHtml([one, documentOf([], { ...MADE, accountId: '210987654321' })])
    expect(html).toContain('<option value="0">123456789012 (4)</option><option value="1">210987654321 (0)</option>')
  })
})
