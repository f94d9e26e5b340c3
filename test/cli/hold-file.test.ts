import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { holdFile } from '../../src/cli/hold-file.ts'

let folder = ''
let file = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
  file = join(folder, 'accounts.jsonl')
})
afterEach(() => rm(folder, { recursive: true }))

const { pid: ended } = spawnSync(process.execPath, ['--version'])

test('a file is held by one at a time, and nothing stays beside it', async () => {
  const letGo = await holdFile(file)
  expect(await readFile(`${file}.lock`, 'utf8')).toBe(`${process.pid}\n`)
  await expect(holdFile(file)).rejects.toThrow(
    `Process ${process.pid} is writing ${file} now: wait until it has ended. If that process is something else, remove ${file}.lock and repeat the command.`,
  )
  expect(await readdir(folder)).toEqual(['accounts.jsonl.lock'])
  await letGo()
  expect(await readdir(folder)).toEqual([])
  await (
    await holdFile(file)
  )()
})

describe.for([
  ['by nobody', undefined],
  ['by a process that has ended', `${ended}\n`],
  ['by what makes no sense', 'pid'],
] as const)('held %s', ([, text]) => {
  test('of many who begin at once one has it', async () => {
    if (text !== undefined) await writeFile(`${file}.lock`, text)
    const tried = await Promise.allSettled(Array.from({ length: 20 }, () => holdFile(file)))
    expect(tried.filter(({ status }) => status === 'fulfilled').length).toBe(1)
    expect(await readdir(folder)).toEqual(['accounts.jsonl.lock'])
  })
})

test('where nothing can be written that is said of the file', async () => {
  await expect(holdFile(join(folder, 'none', 'accounts.jsonl'))).rejects.toThrow(/^The file .*accounts\.jsonl cannot be written: ENOENT/)
})
