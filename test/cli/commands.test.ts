import { Help } from '@commander-js/extra-typings'
import { expect, test } from 'vitest'
import { COMMANDS } from '../../src/cli/commands.ts'
import { recordedIo } from '../support/io.ts'

test.for(COMMANDS.map((listed) => [listed.name, listed] as const))('%s is listed as it is', async ([, { name, takes, load }]) => {
  const command = (await load())(recordedIo().io)
  expect(new Help().subcommandTerm(command)).toBe(`${name} ${takes}`.trimEnd())
  expect(command.description()).toBe('')
})
