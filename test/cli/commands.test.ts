import { readdir, readFile } from 'node:fs/promises'
import { Help } from '@commander-js/extra-typings'
import { expect, test } from 'vitest'
import { COMMANDS } from '../../src/cli/commands.ts'
import { recordedIo } from '../support/io.ts'

test.for(COMMANDS.map((listed) => [listed.name, listed] as const))('%s is listed as it is', async ([, { name, takes, load }]) => {
  const command = (await load())(recordedIo().io)
  expect(new Help().subcommandTerm(command)).toBe(`${name} ${takes}`.trimEnd())
  expect(command.description()).toBe('')
})

const ROOT = new URL('../../', import.meta.url)

/** What of a page is to be typed: lines of its blocks of shell, and what stands between backticks. */
const typedIn = (page: string): readonly string[] =>
  [
    ...[...page.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].flatMap(([, block = '']) => block.replaceAll(/\\\n */g, '').split('\n')),
    ...[...page.replaceAll(/^ *```[\s\S]*?^ *```/gm, '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code),
  ].flatMap((line) => [
    ...(/(?:^|&& )\s*(?:npm run -s iam-cleanup --|npx (?:--yes )?\S+\.tgz|iam-cleanup) ([a-z][^#|>]*)/.exec(line)?.slice(1) ?? []),
  ])

/** Why what is typed is none of ours; undefined where it is. */
async function oddOf(typed: string): Promise<string | undefined> {
  const [name = '', ...words] = typed.trim().split(/\s+/)
  const listed = COMMANDS.find((each) => each.name === name)
  if (listed === undefined) return `no command ${name}`
  const command = (await listed.load())(recordedIo().io)
  const meant = command.commands.find((each) => each.name() === words[0]) ?? command
  const unknown = words
    .map((word) => /^(--[a-z-]+)/.exec(word)?.[1])
    .find((word) => word !== undefined && word !== '--help' && !meant.options.some(({ long }) => long === word))
  return unknown === undefined ? undefined : `${typed}: no option ${unknown}`
}

test('what README and docs tell people to type has commands and options that there are', async () => {
  const pages = [
    'README.md',
    ...(await readdir(new URL('docs/', ROOT))).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
  ]
  const typed = (await Promise.all(pages.map((page) => readFile(new URL(page, ROOT), 'utf8')))).flatMap((page) => typedIn(page))
  expect(typed.length).toBeGreaterThan(100)
  expect((await Promise.all(typed.map((each) => oddOf(each)))).filter((odd) => odd !== undefined)).toEqual([])
})

test.for([
  ['iam-cleanup scam', 'no command scam'],
  ['iam-cleanup scan --fast', 'scan --fast: no option --fast'],
  ['npm run -s iam-cleanup -- exclude add bob --anyhow   # why', 'exclude add bob --anyhow: no option --anyhow'],
])('and would find %s', async ([line, says]) => {
  expect(await Promise.all(typedIn(`\`\`\`sh\n${line}\n\`\`\`\n`).map((each) => oddOf(each.trim())))).toEqual([says])
})
