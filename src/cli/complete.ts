import { Command } from '@commander-js/extra-typings'
import { completionsOf } from './complete-words.ts'
import type { Io } from './io.ts'

/** What the shell asks, word by word. Nobody types it. */
export const complete = (io: Io, program: () => Command) =>
  new Command('complete')
    .argument('[words...]')
    .helpOption(false)
    .allowUnknownOption()
    .action((words) => io.out(completionsOf(program(), words)))
