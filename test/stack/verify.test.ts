import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const FILES = ['templates/template.yaml', 'templates/template.readable.yaml', 'docs/templates.md']

const folder = mkdtempSync(join(tmpdir(), 'iam-cleanup-verify-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The state of each file, as `npm run verify` tells it of a folder whose files are those of the repository, but for what is done to one of them. */
function verified(
  path?: string,
  change: (text: string) => string = (text) => text,
): { exitCode: number | null; said: Record<string, string> } {
  for (const part of ['templates', 'docs']) mkdirSync(join(folder, part), { recursive: true })
  for (const file of FILES) cpSync(file, join(folder, file))
  if (path !== undefined) writeFileSync(join(folder, path), change(readFileSync(path, 'utf8')))
  const { status, stdout } = spawnSync(process.execPath, ['scripts/verify.mjs', folder], { encoding: 'utf8' })
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+/))
  return { exitCode: status, said: Object.fromEntries(lines.map(([state = '', , file = '']) => [file, state])) }
}

test('what is committed is what the sources make (else: npm run build)', () => {
  expect(verified()).toEqual({ exitCode: 0, said: Object.fromEntries(FILES.map((file) => [file, 'same'])) })
})

test.for<[path: string, what: string, change: (text: string) => string]>([
  ['templates/template.yaml', 'one byte of the code', (text) => text.replace(/(?<=Buffer\.from\('[^']{99})./, '-')],
  ['templates/template.readable.yaml', 'one byte of a comment', (text) => text.replace('# ----', '# ---+')],
  ['templates/template.yaml', 'one carriage return', (text) => text.replace('\n', '\r\n')],
  [
    'docs/templates.md',
    'one digit of a hash',
    (text) => text.replace(/`([0-9a-f])(?=[0-9a-f]{63}`)/, (_, digit) => `\`${digit === '0' ? '1' : '0'}`),
  ],
])('%s differs after %s', ([path, , change]) => {
  expect(change(readFileSync(path, 'utf8'))).not.toBe(readFileSync(path, 'utf8'))
  expect(verified(path, change)).toEqual({
    exitCode: 1,
    said: Object.fromEntries(FILES.map((file) => [file, file === path ? 'DIFFERS' : 'same'])),
  })
})
