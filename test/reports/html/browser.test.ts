import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultsOf, hasChromium, startChromium } from '../../../scripts/browser.mjs'
import type { SeenUser } from '../../../src/findings/seen.ts'
import { findingsHtml } from '../../../src/reports/findings-html.ts'
import { forecastHtml } from '../../../src/reports/forecast-html.ts'
import { SAMPLE } from '../../support/sample-forecast.ts'
import { daysAgo, documentOf, ledgerOf, MADE, seenUser } from '../../support/findings.ts'

const key = (id: string, used: number): SeenUser['read'][number] => ({
  kind: 'access-key',
  id,
  status: 'active',
  created: daysAgo(400),
  lastUse: { kind: 'at', instant: daysAgo(used), service: 's3', region: 'eu-west-1' },
})
const password = (used: number): SeenUser['read'][number] => ({
  kind: 'password',
  created: daysAgo(400),
  lastUse: { kind: 'at', instant: daysAgo(used) },
})

const [entry] = MADE.entries
const excluded: SeenUser['outcome'] =
  entry === undefined ? { kind: 'compliant' } : { kind: 'excluded', exclusion: { kind: 'entry', entry } }
const WIDE = 'W'.repeat(128)
const { userId } = seenUser('ana')

/** What people and attackers call things. */
const hostile = documentOf([
  seenUser('ana', {
    read: [password(120), key('AKIAIOSFODNN7EXAMPL1', 3)],
    outcome: { kind: 'non-compliant' },
    ledger: ledgerOf(userId, 'password', { kind: 'restored', at: daysAgo(9) }),
  }),
  seenUser('<script>document.title="owned"</script>', { read: [key(WIDE, 100)], outcome: { kind: 'non-compliant' } }),
  seenUser('"><img src=x onerror=document.title="owned">', {
    outcome: { kind: 'unknown', why: '</td></table><style>*{display:none}</style>' },
    credentialsKnown: false,
  }),
  seenUser(`\u202Egnp.exe \u200Fעברית`, { read: [password(80)] }),
  seenUser(WIDE, { read: [key('AKIAIOSFODNN7EXAMPL2', 250)], outcome: excluded }),
  seenUser('👩‍👩‍👧‍👦四半期', { read: [password(9), key('AKIAIOSFODNN7EXAMPL3', 10)] }),
])
const other = documentOf([seenUser('eve', { read: [password(1)] })], {
  accountId: '210987654321',
  alias: WIDE,
  exclusionList: 'missing',
  entries: [],
})

/** Enough rows that those out of sight are not laid out; bench/ opens many more. */
const CROWD = 300
const crowd = documentOf(
  Array.from({ length: CROWD }, (_, n) =>
    seenUser(`user-${n}`, {
      read: [password(n % 80), key(`AKIA${String(n).padStart(16, '0')}`, n % 100)],
      outcome: { kind: n % 100 < 90 ? 'compliant' : 'non-compliant' },
    }),
  ),
)

/** Three hundred whom somebody gave the longest names, of two accounts: the widest table there is. */
const long = documentOf(
  Array.from({ length: CROWD }, (_, n) =>
    seenUser(`${'W'.repeat(40 + (n % 20))}-${n} ${'long name '.repeat(n % 5)}`.trim().slice(0, 64), {
      read: [key(`AKIA${'W'.repeat(n % 100)}${String(n).padStart(16, '0')}`, n % 100)],
      outcome: { kind: n % 100 < 90 ? 'compliant' : 'non-compliant' },
    }),
  ),
)

/** Of its 210 mm less the margins, in pixels of 96 to the inch. */
const A4_WIDTH = 703

/** The short form, for a browser takes longer to read axe-core than to run it. */
const axe = readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

describe.skipIf(!hasChromium())('in a browser', () => {
  let browser: Browser
  let page: Page
  let folder = ''
  const said: string[] = []
  const asked: string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-page-'))
    browser = await startChromium()
    await writeFile(join(folder, 'one.html'), findingsHtml([hostile]))
    await writeFile(join(folder, 'two.html'), findingsHtml([hostile, other]))
    await writeFile(join(folder, 'forecast.html'), forecastHtml(SAMPLE))
    await writeFile(join(folder, 'crowd.html'), findingsHtml([crowd]))
    await writeFile(join(folder, 'long.html'), findingsHtml([long, other]))
    page = await browser.newPage()
    page.on('console', (message) => said.push(message.text()))
    page.on('pageerror', ({ message }) => said.push(message))
    page.on('request', (request) => void (request.url().startsWith('file:') || asked.push(request.url())))
  })

  afterAll(async () => {
    await browser.close()
    await rm(folder, { recursive: true })
  })

  /** A file as it is when somebody opens it, in the one page that all tests share: another page is another process, and costs more than most tests. */
  async function open(name: string, width = 1_400): Promise<void> {
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width, height: 900 })
    await page.goto(`file://${join(folder, name)}`)
  }

  /** What axe-core finds, by all its rules or by those that are named. It is evaluated, not loaded: the page's policy would not let it. */
  const violations = async (...rules: readonly string[]): Promise<unknown> => {
    if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(await axe)
    const options = JSON.stringify({ resultTypes: ['violations'], ...(rules.length === 0 ? {} : { runOnly: rules }) })
    return page.evaluate(
      `axe.run(${options}).then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 90))]))`,
    )
  }

  /** The names of the rows that are shown: what a row begins with. */
  const named = (section: string): Promise<readonly string[]> =>
    page
      .locator(`${section} tbody tr:not([hidden]) th`)
      .evaluateAll((heads) => heads.map(({ firstChild }) => (firstChild?.textContent ?? '').trim()))
  const users = (): Promise<readonly string[]> => named('#credentials')

  describe.for(['two.html', 'forecast.html'])('%s', (name) => {
    test('axe-core finds nothing, wide and narrow, nor in the colours of the dark; and would find what is wrong', async () => {
      await open(name)
      const wide = await violations()
      await page.emulateMedia({ colorScheme: 'dark' })
      const dark = await violations('color-contrast')
      await page.emulateMedia({ colorScheme: 'light' })
      await page.setViewportSize({ width: 360, height: 900 })
      expect({ wide, dark, narrow: await violations() }).toEqual({ wide: [], dark: [], narrow: [] })
      await page.evaluate(
        'document.querySelector("svg").removeAttribute("aria-labelledby"); for (const title of document.querySelectorAll("svg > title")) title.remove(); document.querySelector("h1").attributeStyleMap.set("color", "#bbb")',
      )
      expect((await violations('color-contrast', 'svg-img-alt')) as string[][]).toEqual([
        ['color-contrast', expect.any(String)],
        ['svg-img-alt', expect.any(String)],
      ])
    })

    test('nothing is wider than the page or cut off, however wide it is', async () => {
      await open(name)
      await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true')
      const faults: unknown[] = []
      for (const width of [360, 800, 1_100, 1_600]) {
        await page.setViewportSize({ width, height: 900 })
        faults.push([width, await faultsOf(page)])
      }
      expect(faults).toEqual([
        [360, []],
        [800, []],
        [1_100, []],
        [1_600, []],
      ])
    })
  })

  test('what is wider than the page, cut off or under another text would be found', async () => {
    await open('one.html')
    await page.evaluate(
      'document.querySelector("h1").attributeStyleMap.set("white-space", "nowrap"); document.querySelector("h1").attributeStyleMap.set("width", "5000px"); document.querySelector(".tile").attributeStyleMap.set("overflow", "hidden"); document.querySelector(".tile").attributeStyleMap.set("height", "9px"); document.querySelectorAll("svg .tick")[2].setAttribute("x", "0")',
    )
    const faults = await faultsOf(page)
    expect(
      ['the page is', 'beyond the page: h1', 'cut off: li.tile', 'under another text: text.tick'].filter(
        (fault) => !faults.some((each) => each.startsWith(fault)),
      ),
    ).toEqual([])
  })

  test('hostile names are shown as they are called, and do nothing', async () => {
    await open('one.html')
    expect(await page.title()).toBe('Unused IAM credentials, acme-prod, 123456789012, 2026-11-02')
    expect(await users()).toContain('<script>document.title="owned"</script>')
    expect(await users()).toContain('\uFFFDgnp.exe \u200Fעברית')
    expect(await page.locator('img, body style, td script, th script').count()).toBe(0)
  })

  test('sorts by keyboard, says how, and what has no value stays last', async () => {
    await open('one.html')
    const days = () => page.locator('#credentials tbody td:nth-last-child(3)').allTextContents()
    await page.locator('#credentials thead button', { hasText: 'Idle days' }).focus()
    await page.keyboard.press('Enter')
    expect(await days()).toEqual(['3', '9', '9', '10', '80', '100', '250', ''])
    await page.keyboard.press('Space')
    expect(await days()).toEqual(['250', '100', '80', '10', '9', '9', '3', ''])
    const heading = page.locator('#credentials thead th', { hasText: 'Idle days' })
    expect(await heading.getAttribute('aria-sort')).toBe('descending')
    await page.locator('#credentials thead button', { hasText: 'User' }).click()
    expect([await heading.getAttribute('aria-sort'), await page.locator('th[aria-sort]').count()]).toEqual([null, 1])
    await page.locator('#credentials thead button', { hasText: 'Standing' }).click()
    const standings = await page.locator('#credentials tbody td:nth-last-child(5)').allTextContents()
    expect([...new Set(standings)]).toEqual(['Unknown', 'Unused', 'Unused soon', 'Excluded', 'In use'])
  })

  test('filters by words and by standing, says how many are left, and shows all again', async () => {
    await open('two.html')
    const status = page.locator('[role=status]')
    expect(await status.textContent()).toBe('9 of 9 rows shown')
    await page.getByLabel('Search users, ids, keys and reasons').fill('ANA key')
    expect(await users()).toEqual(['ana'])
    expect(await status.textContent()).toBe('1 of 9 rows shown')
    await page.getByLabel('Search users, ids, keys and reasons').fill('nobody')
    expect(await status.textContent()).toBe('Nothing fits.')
    await page.getByRole('button', { name: 'Show all' }).click()
    expect(await status.textContent()).toBe('9 of 9 rows shown')
    await page.getByLabel('In use').uncheck()
    expect(await status.textContent()).toBe('4 of 9 rows shown')
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.getByLabel('Account', { exact: true }).selectOption({ index: 2 })
    expect(await users()).toEqual(['eve'])
  })

  test('of a forecast those rows are shown that fit', async () => {
    await open('forecast.html')
    expect(await page.locator('[role=status]').textContent()).toBe('11 of 11 rows shown')
    await page.getByLabel('Search users, ids, dates, keys and reasons').fill('ana')
    await page.getByRole('checkbox', { name: 'Unused' }).uncheck()
    expect(await named('#events')).toEqual(['ana', 'ana', 'ana'])
  })

  test('a table stays one to who does not see it, also where rows are cards', async () => {
    await open('one.html', 360)
    const session = await page.context().newCDPSession(page)
    const { nodes } = await session.send('Accessibility.getFullAXTree')
    const roles = nodes.map(({ role }) => String(role?.value))
    expect(roles.filter((role) => role === 'rowheader').length).toBeGreaterThanOrEqual(8)
    expect(roles.filter((role) => role === 'columnheader').length).toBeGreaterThanOrEqual(7)
  })

  test('three hundred users: those that fit are shown, and only rows in sight are laid out', async () => {
    await open('crowd.html')
    expect(await page.locator('[role=status]').textContent()).toBe('600 of 600 rows shown')
    const laidOut = () =>
      page.evaluate(
        '[...document.querySelectorAll("#credentials tbody")].filter((group) => group.rows[0].firstChild.checkVisibility({ contentVisibilityAuto: true })).length',
      )
    expect(await laidOut()).toBeLessThan(5)
    await page.getByLabel('Search users, ids, keys and reasons').fill('user-299')
    expect(await users()).toEqual(['user-299', 'user-299'])
    expect(await page.locator('#credentials tbody:not([hidden])').count()).toBe(2)
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.locator('#credentials thead button', { hasText: 'User' }).click()
    expect((await users()).slice(0, 3)).toEqual(['user-0', 'user-0', 'user-1'])
  })

  test('everything is there without a script, and on paper', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 703, height: 900 } })
    const bare = await context.newPage()
    await bare.goto(`file://${join(folder, 'one.html')}`)
    expect(await bare.locator('#credentials tbody tr:not([hidden]) th').count()).toBe(8)
    expect(await bare.locator('.controls').isVisible()).toBe(false)
    expect(await bare.locator('.sign').isVisible()).toBe(false)
    await bare.emulateMedia({ media: 'print' })
    expect(await bare.locator('.sign').isVisible()).toBe(true)
    expect(await bare.evaluate('getComputedStyle(document.querySelector("#credentials thead")).display')).toBe('table-header-group')
    await context.close()
  })

  test('three hundred users with long names on A4: no column is cut off, no row is cut in two, and each sheet has the headings', async () => {
    await open('long.html', A4_WIDTH)
    await page.emulateMedia({ media: 'print', colorScheme: 'light' })
    expect(await faultsOf(page)).toEqual([])
    expect(
      await page.evaluate(
        `['thead', 'tbody', 'tr', 'td:nth-last-child(5)'].map((part) => getComputedStyle(document.querySelector('#credentials ' + part))).map(({ display, breakInside, contentVisibility }) => [display, breakInside, contentVisibility])`,
      ),
    ).toEqual([
      ['table-header-group', 'avoid', 'visible'],
      ['table-row-group', 'auto', 'visible'],
      ['table-row', 'avoid', 'visible'],
      ['table-cell', 'auto', 'visible'],
    ])
    const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(20)
    expect(new Set(pdf.match(/\/MediaBox \[[^\]]*\]/g))).toEqual(new Set(['/MediaBox [0 0 594.95996 841.91998]']))
    await page.emulateMedia({ media: 'screen' })
  })

  test('all the while nothing was said on the console, and nothing asked of the network', () => {
    expect([said, asked]).toEqual([[], []])
  })
})
