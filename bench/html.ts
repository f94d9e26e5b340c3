import { readFile, writeFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { startChromium } from '../scripts/browser.mjs'

const ROUNDS = 3

/** Bare rows take long. */
const PATIENCE_MS = 300_000

export type Opened = {
  readonly users: number
  readonly megabytes: number
  readonly openMs: number
  readonly filterMs: number
  readonly allMs: number
  readonly sortMs: number
  readonly bareOpenMs: number
}

/** How long a browser takes to open a page of findings, to filter its users to one and to show all again, and to sort them; and to open the same rows without anything else. Medians. */
export async function openedInBrowser(file: string): Promise<Opened> {
  const html = await readFile(file, 'utf8')
  const bare = file.replace(/\.html$/, '-bare.html')
  await writeFile(bare, bareRows(html))
  const browser = await startChromium()
  try {
    const rounds: (readonly number[])[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const page = await browser.newPage({ viewport: { width: 1_400, height: 900 } })
      page.setDefaultTimeout(PATIENCE_MS)
      const open = await opening(page, file)
      const [filter, all, sort] = [await acted(page, FILTER), await acted(page, SHOW_ALL), await acted(page, SORT)]
      rounds.push([open, filter, all, sort, await opening(page, bare)])
      await page.close()
    }
    const median = (place: number): number =>
      rounds.map((each) => each[place] ?? 0).toSorted((one, other) => one - other)[Math.floor(ROUNDS / 2)] ?? 0
    const users = new Set([...html.matchAll(/<small>(AIDA\w+)/g)].map(([, id]) => id)).size
    return {
      users,
      megabytes: Buffer.byteLength(html) / 1_000_000,
      openMs: median(0),
      filterMs: median(1),
      allMs: median(2),
      sortMs: median(3),
      bareOpenMs: median(4),
    }
  } finally {
    await browser.close()
  }
}

const FILTER = `const search = document.querySelector('input[type=search]'); search.value = 'user-04321'; search.dispatchEvent(new Event('input', { bubbles: true }))`
const SHOW_ALL = `document.querySelector('button.all').click()`
const SORT = `document.querySelector('.sortable thead button').click()`

/** Twice a frame: then what was done is on the screen. */
const PAINTED = `await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))`

async function opening(page: Page, file: string): Promise<number> {
  const began = performance.now()
  await page.goto(`file://${file}`)
  await page.evaluate(`(async () => { ${PAINTED} })()`)
  return performance.now() - began
}

const acted = async (page: Page, act: string): Promise<number> =>
  Number(await page.evaluate(`(async () => { const began = performance.now(); ${act}; ${PAINTED}; return performance.now() - began })()`))

/** The rows of the table of all credentials in a page that has nothing else: no style, no script, no policy. */
function bareRows(html: string): string {
  const [, table = ''] = html.split('<section id="credentials">')
  const rows = [...table.matchAll(/<tr\s[\s\S]*?(?=<tr\s|<\/tbody>)/g)].map(([row]) =>
    row.replaceAll(/<(\/?)(\w+)[^>]*>/g, (_, end: string, name: string) => (['tr', 'td', 'th'].includes(name) ? `<${end}${name}>` : '')),
  )
  return `<!doctype html><meta charset="utf-8"><title>bare</title><table><tbody>${rows.join('\n')}</tbody></table>`
}
