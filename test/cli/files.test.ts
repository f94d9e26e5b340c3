import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { fileFault } from '../../src/text/file-fault.ts'
import { recordedIo } from '../support/io.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
  const contents = {
    'empty.json': '',
    'letter.json': 'Dear Bob',
    'package.json': '{"name": "x", "version": "1.0.0"}',
    'newer.json': '{"format": "iam-unused-user-cleanup plan", "version": 3}',
    'older.json': '{"version": 1, "revoke": []}',
  }
  for (const [name, content] of Object.entries(contents)) await writeFile(join(folder, name), content)
})

afterAll(() => rm(folder, { recursive: true }))

/** What is said at the end, without where the folder is. Nothing is asked of AWS before. */
async function said(...argv: readonly string[]) {
  const { io, notes } = recordedIo()
  const code = await run([...argv, '--region', 'us-east-1', '--endpoint-url', 'http://127.0.0.1:1'], io)
  return [code, notes.join('\n').replaceAll(`${folder}/`, '').replaceAll(folder, 'FOLDER')]
}

const PLAN = 'Make one with "iam-cleanup plan --out FILE".'

describe('apply of what is no plan tells what it is', () => {
  test.for<[name: string, code: number, says: string]>([
    ['.', 2, `The plan FOLDER cannot be read: it is a folder. ${PLAN}`],
    ['nowhere.json', 2, `The plan nowhere.json cannot be read: there is no such file. ${PLAN}`],
    ['letter.json/plan.json', 2, `The plan letter.json/plan.json cannot be read: a part of its path is no folder. ${PLAN}`],
    ['empty.json', 4, `The plan empty.json cannot be carried out: it is empty, or torn off. ${PLAN} Nothing was done.`],
    [
      'letter.json',
      4,
      `The plan letter.json cannot be carried out: it is no JSON (Unexpected token 'D', "Dear Bob" is not valid JSON). ${PLAN} Nothing was done.`,
    ],
    ['package.json', 4, `The plan package.json cannot be carried out: it is no plan. ${PLAN} Nothing was done.`],
    [
      'newer.json',
      4,
      `The plan newer.json cannot be carried out: it is of version 3, which a newer iam-cleanup writes, and this one knows version 2. ${PLAN} Nothing was done.`,
    ],
    [
      'older.json',
      4,
      `The plan older.json cannot be carried out: it is of version 1, and this one knows version 2. ${PLAN} Nothing was done.`,
    ],
  ])('%s', async ([name, code, says]) => {
    expect(await said('apply', join(folder, name))).toEqual([code, `iam-cleanup: ${says}`])
  })
})

test.for<[argv: readonly string[], says: string]>([
  [['restore', '--plan', 'nowhere.json'], `The plan nowhere.json cannot be read: there is no such file. ${PLAN}`],
  [
    ['restore', '--plan', 'package.json'],
    'The plan package.json says not whom it was of: it is no plan. Name the users themselves. Nothing was done.',
  ],
  [
    ['restore', 'ana', '--password-file', 'nowhere.txt'],
    'The password file nowhere.txt cannot be read: there is no such file. Nothing was done.',
  ],
])('%j: its file is read before anything is asked of AWS', async ([argv, says]) => {
  const placed = argv.map((word) => (/\.\w+$/.test(word) ? join(folder, word) : word))
  expect(await said(...placed)).toEqual([2, `iam-cleanup: ${says}`])
})

test.for<[code: string, says: string]>([
  ['EACCES', 'your user has no right to it'],
  ['EPERM', 'your user has no right to it'],
  ['EROFS', 'what it is on can only be read'],
  ['ENOSPC', 'there is no space left'],
  ['EMFILE', 'EMFILE: in its own words'],
])('%s is told to people', ([code, says]) => {
  expect(fileFault(Object.assign(new Error(`${code}: in its own words`), { code }))).toBe(says)
})
