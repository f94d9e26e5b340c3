import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultsOf, hasChromium, startChromium } from '../../../scripts/browser.mjs'
import type { SeenUser } from '../../../src/findings/seen.ts'
import { findingsHtml } from '../../../src/reports/findings-html.ts'
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

const CROWD = 1_000
const crowd = documentOf(
  Array.from({ length: CROWD }, (_, n) =>
    seenUser(`user-${n}`, {
      read: [password(n % 80), key(`AKIA${String(n).padStart(16, '0')}`, n % 100)],
      outcome: { kind: n % 100 < 90 ? 'compliant' : 'non-compliant' },
    }),
  ),
)

describe.skipIf(!hasChromium())('in a browser', () => {
  let browser: Browser
  let folder = ''
  const said: string[] = []
  const asked: string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-page-'))
    browser = await startChromium()
    await writeFile(join(folder, 'one.html'), findingsHtml([hostile]))
    await writeFile(join(folder, 'two.html'), findingsHtml([hostile, other]))
  })

  afterAll(async () => {
    await browser.close()
    await rm(folder, { recursive: true })
  })

  /** A page that keeps what it says on its console, and what it asks of the network. */
  async function opened(name: string, width = 1_400): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 } })
    page.on('console', (message) => said.push(message.text()))
    page.on('pageerror', ({ message }) => said.push(message))
    page.on('request', (request) => void (request.url().startsWith('file:') || asked.push(request.url())))
    await page.goto(`file://${join(folder, name)}`)
    return page
  }

  /** What axe-core finds. It is evaluated, not loaded: the page's policy would not let it. */
  const violations = async (page: Page): Promise<unknown> => {
    await page.evaluate(axe.source)
    return page.evaluate(
      'axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 90))]))',
    )
  }

  const users = (page: Page): Promise<readonly string[]> => page.locator('#credentials tbody tr:not([hidden]) th bdi').allTextContents()

  test('axe-core finds nothing, in light and in dark, wide and narrow', async () => {
    const page = await opened('two.html')
    const found: unknown[] = []
    for (const [colorScheme, width] of [
      ['light', 1_400],
      ['dark', 1_400],
      ['light', 360],
    ] as const) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      found.push([colorScheme, width, await violations(page)])
    }
    expect(found).toEqual([
      ['light', 1_400, []],
      ['dark', 1_400, []],
      ['light', 360, []],
    ])
    await page.close()
  })

  test('axe-core would find a picture without a name, and colours that are hard to read', async () => {
    const page = await opened('one.html')
    await page.evaluate(
      'document.querySelector("svg").removeAttribute("aria-labelledby"); for (const title of document.querySelectorAll("svg > title")) title.remove(); document.body.className = "x"; document.querySelector(".brand").setAttribute("class", "inactive"); document.querySelector("h1").attributeStyleMap.set("color", "#bbb")',
    )
    expect((await violations(page)) as string[][]).toEqual([
      ['color-contrast', expect.any(String)],
      ['svg-img-alt', expect.any(String)],
    ])
    await page.close()
  })

  test('nothing is wider than the page or cut off, however wide it is', async () => {
    const page = await opened('two.html')
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
    await page.close()
  })

  test('what is wider than the page, cut off or under another text would be found', async () => {
    const page = await opened('one.html')
    await page.evaluate(
      'document.querySelector("h1").attributeStyleMap.set("white-space", "nowrap"); document.querySelector("h1").attributeStyleMap.set("width", "5000px"); document.querySelector(".tile").attributeStyleMap.set("overflow", "hidden"); document.querySelector(".tile").attributeStyleMap.set("height", "9px"); document.querySelectorAll("svg .tick")[2].setAttribute("x", "0")',
    )
    const faults = await faultsOf(page)
    expect(
      ['the page is', 'beyond the page: h1', 'cut off: li.tile', 'under another text: text.tick'].filter(
        (fault) => !faults.some((each) => each.startsWith(fault)),
      ),
    ).toEqual([])
    await page.close()
  })

  test('hostile names are shown as they are called, and do nothing', async () => {
    const page = await opened('one.html')
    expect(await page.title()).toBe('Unused IAM credentials, acme-prod, 123456789012, 2026-11-02')
    expect(await users(page)).toContain('<script>document.title="owned"</script>')
    expect(await users(page)).toContain('\uFFFDgnp.exe \u200Fעברית')
    expect(await page.locator('img, body style, td script, th script').count()).toBe(0)
    await page.close()
  })

  test('sorts by keyboard, says how, and what has no value stays last', async () => {
    const page = await opened('one.html')
    const days = () => page.locator('#credentials tbody td.days').allTextContents()
    await page.locator('#credentials thead button', { hasText: 'Idle days' }).focus()
    await page.keyboard.press('Enter')
    expect(await days()).toEqual(['3', '9', '9', '10', '80', '100', '250', ''])
    await page.keyboard.press('Space')
    expect(await days()).toEqual(['250', '100', '80', '10', '9', '9', '3', ''])
    const heading = page.locator('#credentials thead th', { hasText: 'Idle days' })
    expect(await heading.getAttribute('aria-sort')).toBe('descending')
    await page.locator('#credentials thead button', { hasText: 'User' }).click()
    expect([await heading.getAttribute('aria-sort'), await page.locator('th[aria-sort]').count()]).toEqual([null, 1])
    await page.close()
  })

  test('filters by words and by standing, says how many are left, and shows all again', async () => {
    const page = await opened('two.html')
    const status = page.locator('[role=status]')
    expect(await status.textContent()).toBe('9 of 9 rows shown')
    await page.getByLabel('Search users, ids, keys and reasons').fill('ANA key')
    expect(await users(page)).toEqual(['ana'])
    expect(await status.textContent()).toBe('1 of 9 rows shown')
    await page.getByLabel('Search users, ids, keys and reasons').fill('nobody')
    expect(await status.textContent()).toBe('Nothing fits.')
    await page.getByRole('button', { name: 'Show all' }).click()
    expect(await status.textContent()).toBe('9 of 9 rows shown')
    await page.getByLabel('In use').uncheck()
    expect(await status.textContent()).toBe('4 of 9 rows shown')
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.getByLabel('Account', { exact: true }).selectOption({ index: 2 })
    expect(await users(page)).toEqual(['eve'])
    await page.close()
  })

  test('a table stays one to who does not see it, also where rows are cards', async () => {
    const page = await opened('one.html', 360)
    const session = await page.context().newCDPSession(page)
    const { nodes } = await session.send('Accessibility.getFullAXTree')
    const roles = nodes.map(({ role }) => String(role?.value))
    expect(roles.filter((role) => role === 'rowheader').length).toBeGreaterThanOrEqual(8)
    expect(roles.filter((role) => role === 'columnheader').length).toBeGreaterThanOrEqual(7)
    await page.close()
  })

  test('a thousand users: those that fit are shown, and only rows in sight are laid out', async () => {
    await writeFile(join(folder, 'crowd.html'), findingsHtml([crowd]))
    const page = await opened('crowd.html')
    expect(await page.locator('[role=status]').textContent()).toBe('2000 of 2000 rows shown')
    const laidOut = () =>
      page.evaluate(
        '[...document.querySelectorAll("#credentials tbody")].filter((group) => group.rows[0].firstChild.checkVisibility({ contentVisibilityAuto: true })).length',
      )
    expect(await laidOut()).toBeLessThan(5)
    await page.getByLabel('Search users, ids, keys and reasons').fill('user-999')
    expect(await users(page)).toEqual(['user-999', 'user-999'])
    expect(await page.locator('#credentials tbody:not([hidden])').count()).toBe(2)
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.locator('#credentials thead button', { hasText: 'User' }).click()
    expect((await users(page)).slice(0, 3)).toEqual(['user-0', 'user-0', 'user-1'])
    await page.close()
  })

  test('everything is there without a script, and on paper', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 703, height: 900 } })
    const page = await context.newPage()
    await page.goto(`file://${join(folder, 'one.html')}`)
    expect(await users(page)).toHaveLength(8)
    expect(await page.locator('.controls').isVisible()).toBe(false)
    expect(await page.locator('.sign').isVisible()).toBe(false)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.sign').isVisible()).toBe(true)
    expect(await page.evaluate('getComputedStyle(document.querySelector("#credentials thead")).display')).toBe('table-header-group')
    await context.close()
  })

  test('all the while nothing was said on the console, and nothing asked of the network', () => {
    expect([said, asked]).toEqual([[], []])
  })
})
