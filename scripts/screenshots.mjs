// @ts-check
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseFindings, sealed } from '../dist/findings/seal.js'
import { FORMATS } from '../dist/reports/formats.js'
import { faultsOf, startChromium } from './browser.mjs'
import { exampleForecast } from './example-forecast.mjs'
import { exampleScan } from './example-scan.mjs'

const IMAGES = fileURLToPath(new URL('../docs/images/', import.meta.url))

/** @type {readonly { name: string, of: 'report' | 'forecast', width: number, height: number, scheme: 'light' | 'dark', at: string }[]} */
const PICTURES = [
  { name: 'report-wide', of: 'report', width: 1_280, height: 960, scheme: 'light', at: 'header' },
  { name: 'report-dark', of: 'report', width: 1_280, height: 960, scheme: 'dark', at: '#charts' },
  { name: 'report-narrow', of: 'report', width: 390, height: 844, scheme: 'light', at: 'header' },
  { name: 'forecast-wide', of: 'forecast', width: 1_280, height: 1_280, scheme: 'light', at: 'header' },
  { name: 'forecast-dark', of: 'forecast', width: 1_280, height: 960, scheme: 'dark', at: '#events' },
  { name: 'forecast-narrow', of: 'forecast', width: 390, height: 844, scheme: 'light', at: '#days' },
]

const folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-screenshots-'))
const browser = await startChromium()
/** @type {string[]} */
const faults = []
try {
  await exampleScan(folder, ['json'])
  await exampleForecast(join(folder, 'forecast.html'))
  await writeFile(
    join(folder, 'report.html'),
    FORMATS.html.render([shown(parseFindings(await readFile(join(folder, 'scan.json'), 'utf8')))], { columns: 160, colours: false }),
  )
  await mkdir(IMAGES, { recursive: true })
  for (const { name, of, width, height, scheme, at } of PICTURES) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme })
    page.on('console', (message) => void faults.push(`${name}: said on the console: ${message.text()}`))
    page.on('pageerror', ({ message }) => void faults.push(`${name}: ${message}`))
    await page.goto(`file://${join(folder, `${of}.html`)}`)
    faults.push(...(await faultsOf(page)).map((fault) => `${name}: ${fault}`))
    await page.evaluate(`document.querySelector('${at}').scrollIntoView()`)
    await page.screenshot({ path: join(IMAGES, `${name}.png`) })
    await page.close()
  }
} finally {
  await browser.close()
  await rm(folder, { recursive: true })
}
if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\n`)
  process.exitCode = 1
}

/**
 * As it would be of an account on AWS: the simulator's port is another one each time.
 * @param {import('../dist/findings/findings.js').Findings} findings
 */
function shown({ digest: _, account: { endpoint: __, ...account }, ...findings }) {
  return sealed({ ...findings, account: { ...account, alias: 'acme-prod' }, caller: `arn:aws:iam::${account.id}:user/auditor` })
}
