import { Command } from '@commander-js/extra-typings'
import { isoInstant, wholeNumber } from './arguments.ts'
import type { Io } from './io.ts'

export const simulate = (io: Io) =>
  new Command('simulate')
    .option('--port <port>', 'port on 127.0.0.1; 0 takes any free one', wholeNumber(0, 65_535), 4566)
    .option('--at <instant>', 'virtual time at the start (default: now)', isoInstant)
    .option('--account <file>', 'account to begin with, a JSON description (default: the one of the walk-through)')
    .action(async ({ port, at, account }) => {
      const { serveSimulator } = await import('./serve-simulator.ts')
      await serveSimulator({ port, at: at ?? io.now(), account }, io)
    })
