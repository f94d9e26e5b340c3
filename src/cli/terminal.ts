import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import { harmless, plain } from '../text/plain.ts'
import { UsageError, type Io } from './io.ts'

/** The package's own scripts by which npm starts it. */
const FROM_CHECKOUT = new Set(['start', 'iam-cleanup'])

const CLEAR_LINE = '\r\u001B[2K'

type Streams = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'env'>

/** The process's own streams. Progress is for terminals only: a log file does not want it. */
export function terminal({ stdout, stderr, env }: Streams): Io {
  const clear = (): void => void (stderr.isTTY && stderr.write(CLEAR_LINE))
  return {
    out: (text) => {
      clear()
      stdout.write(`${harmless(text)}\n`)
    },
    progress: (message) => void (stderr.isTTY && stderr.write(`${CLEAR_LINE}${plain(message)} ...`)),
    note: (text) => {
      clear()
      stderr.write(`${harmless(text)}\n`)
    },
    colours: wantsColours(stdout, env),
    columns: columnsOf(stdout),
    called: FROM_CHECKOUT.has(env['npm_lifecycle_event'] ?? '') ? 'npm run -s iam-cleanup --' : 'iam-cleanup',
    now: () => new Date(),
    confirm: async (question) => {
      if (!process.stdin.isTTY) throw new UsageError('Nobody can be asked here: say --yes to go ahead, or --dry-run to look only.')
      const prompt = createInterface({ input: process.stdin, output: stderr })
      const answer = await prompt.question(`${plain(question)} [y/N] `)
      prompt.close()
      return /^y(es)?$/i.test(answer.trim())
    },
    interrupted: () => Promise.race(['SIGINT', 'SIGTERM'].map(async (signal) => void (await once(process, signal)))),
  }
}

/** Of what is no terminal nobody knows how wide it is; nothing is narrower than tables can be. */
const columnsOf = ({ isTTY, columns }: Streams['stdout']): number => (isTTY && columns > 0 ? Math.max(columns, 60) : 160)

/** Colours are for a terminal. https://no-color.org and https://force-color.org say otherwise where somebody sets a variable to anything but nothing. */
function wantsColours({ isTTY }: Streams['stdout'], { NO_COLOR, FORCE_COLOR, TERM }: Streams['env']): boolean {
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  return (FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0') || (isTTY && TERM !== 'dumb')
}
