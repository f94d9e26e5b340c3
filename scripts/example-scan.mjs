// @ts-check
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Simulator } from '../dist/simulator/index.js'

const CLI = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const ACCOUNT = new URL('../examples/forty-users.json', import.meta.url)

const BEGIN = '2026-10-28T08:00:00Z'
const LATER_MS = 5 * 86_400_000

/**
 * Scan the example account into files of a folder, one a format: five days after those lost something that nobody used for 180 days, and one of them got it back. One
 * user cannot be read. It comes out the same whenever it is made.
 * @param {string} folder
 * @param {readonly string[]} formats
 */
export async function exampleScan(folder, formats) {
  const simulator = await Simulator.start({ at: BEGIN, account: JSON.parse(await readFile(ACCOUNT, 'utf8')), logInputs: false })
  const env = {
    PATH: process.env['PATH'],
    AWS_ENDPOINT_URL: simulator.endpoint,
    AWS_REGION: simulator.region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  }
  const cli = (/** @type {string[]} */ ...argv) => promisify(execFile)(process.execPath, [CLI, ...argv], { env })
  const plan = join(folder, 'plan.json')
  try {
    await cli('ledger', 'create')
    await cli('plan', '--max-age', '180', '--out', plan)
    await cli('apply', plan, '--yes')
    await cli('restore', 'ci-legacy', '--yes')
    await simulator.advance(LATER_MS)
    simulator.order({ operation: 'iam:GetLoginProfile', kind: 'refuse', where: { UserName: 'jana.novak' } })
    // Somebody who cannot be read makes it exit with 1, after the result.
    for (const format of formats)
      await cli('scan', '--max-age', '90', '--format', format, '--out', join(folder, `scan.${format}`)).catch((error) => {
        if (error.code !== 1) throw error
      })
  } finally {
    await simulator.stop()
  }
}
