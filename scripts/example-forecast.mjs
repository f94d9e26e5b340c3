// @ts-check
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const CLI = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const ACCOUNT = fileURLToPath(new URL('../examples/forty-users.json', import.meta.url))

/**
 * Rehearse the example account for 120 days, as a page. It comes out the same whenever it is made.
 * @param {string} file
 */
export const exampleForecast = (file) =>
  // Somebody whose remediation fails makes it exit with 1, after the result.
  promisify(execFile)(process.execPath, [
    CLI,
    'rehearse',
    '--account',
    ACCOUNT,
    '--at',
    '2026-11-02T08:00:00Z',
    ...SETTINGS,
    '--out',
    file,
  ]).catch((error) => {
    if (error.code !== 1) throw error
  })

const SETTINGS = ['--days', '120', '--max-age', '90', '--runbook', 'guarded', '--format', 'html']
