import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { comparison } from '../../scripts/comparison.mjs'
import { templates } from '../../scripts/templates.mjs'

const FILES = [
  'templates/template.yaml',
  'templates/template.readable.yaml',
  'templates/organization-member.yaml',
  'templates/organization.yaml',
  'docs/templates.md',
]

const folder = mkdtempSync(join(tmpdir(), 'iam-cleanup-verify-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Verified = { readonly exitCode: number | null; readonly out: string }

/** As `npm run verify` tells it of the folder. */
function byTheScript(): Verified {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/verify.mjs', folder], { encoding: 'utf8' })
  return { exitCode: status, out: stdout }
}

const built = await templates()

/** The same by the function that the script asks, with what was built once. */
const byItsFunction = (): Promise<Verified> => comparison(built, pathToFileURL(`${folder}/`))

/** The state of each file of a folder whose files are those of the repository, but for what is done to one of them. */
async function verified(
  path?: string,
  change: (text: string) => string = (text) => text,
  verify: () => Verified | Promise<Verified> = byItsFunction,
): Promise<{ exitCode: number | null; said: Record<string, string> }> {
  for (const part of ['templates', 'docs']) mkdirSync(join(folder, part), { recursive: true })
  for (const file of FILES) cpSync(file, join(folder, file))
  if (path !== undefined) writeFileSync(join(folder, path), change(readFileSync(path, 'utf8')))
  const { exitCode, out } = await verify()
  const lines = out
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+/))
  return { exitCode, said: Object.fromEntries(lines.map(([state = '', , file = '']) => [file, state])) }
}

test('what is committed is what the sources make (else: npm run build)', async () => {
  expect(await verified()).toEqual({ exitCode: 0, said: Object.fromEntries(FILES.map((file) => [file, 'same'])) })
})

test.for<[path: string, what: string, change: (text: string) => string, verify?: () => Verified]>([
  ['templates/template.yaml', 'one byte of the code', (text) => text.replace(/(?<=Buffer\.from\('[^']{99})./, '-'), byTheScript],
  ['templates/template.readable.yaml', 'one byte of a comment', (text) => text.replace('# ----', '# ---+')],
  ['templates/organization-member.yaml', 'one right more', (text) => text.replace('iam:GetGroup', 'iam:GetUser')],
  ['templates/organization.yaml', 'outsiders', (text) => text.replace('AllowExternalPrincipals: false', 'AllowExternalPrincipals: true')],
  ['templates/template.yaml', 'one carriage return', (text) => text.replace('\n', '\r\n')],
  [
    'docs/templates.md',
    'one digit of a hash',
    (text) => text.replace(/`([0-9a-f])(?=[0-9a-f]{63}`)/, (_, digit) => `\`${digit === '0' ? '1' : '0'}`),
  ],
])('%s differs after %s', async ([path, , change, verify]) => {
  expect(change(readFileSync(path, 'utf8'))).not.toBe(readFileSync(path, 'utf8'))
  expect(await verified(path, change, verify)).toEqual({
    exitCode: 1,
    said: Object.fromEntries(FILES.map((file) => [file, file === path ? 'DIFFERS' : 'same'])),
  })
})
