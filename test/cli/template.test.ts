import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { recordedIo } from '../support/io.ts'

const shipped = (name: string): Promise<string> => readFile(new URL(`../../templates/${name}`, import.meta.url), 'utf8')

test.for([
  [['template'], 'template.yaml'],
  [['template', '--name', 'main'], 'template.yaml'],
  [['template', '--readable'], 'template.readable.yaml'],
  [['template', '--name', 'organization'], 'organization.yaml'],
  [['template', '--name', 'organization-member'], 'organization-member.yaml'],
] as const)('%j prints the file that ships, byte for byte but for the end of its last line', async ([argv, name]) => {
  const { io, out } = recordedIo()
  expect(await run(argv, io)).toBe(0)
  expect(`${out.join('\n')}\n`).toBe(await shipped(name))
})

test.for([
  [['template', '--name', 'other'], /Allowed choices are main, organization, organization-member/],
  [['template', '--name', 'organization', '--readable'], /has one form, which is for people: leave out --readable/],
] as const)('%j is wrong usage', async ([argv, says]) => {
  const { io, notes } = recordedIo()
  expect(await run(argv, io)).toBe(2)
  expect(notes.join('\n')).toMatch(says)
})

test('--out writes it, and keeps what is there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
  const file = join(folder, 't.yaml')
  const { io, out, notes } = recordedIo()
  expect(await run(['template', '--out', file], io)).toBe(0)
  expect([out, await readFile(file, 'utf8')]).toEqual([[], await shipped('template.yaml')])
  expect(await run(['template', '--readable', '--out', file], io)).toBe(2)
  expect(notes.at(-1)).toMatch(/what is there is kept/)
  expect(await readFile(file, 'utf8')).toBe(await shipped('template.yaml'))
  await rm(folder, { recursive: true })
})
