import { once } from 'node:events'
import { harmless, plain } from '../text/plain.ts'
import { UsageError, type Io } from './io.ts'
import { unbroken } from './unbroken.ts'

/** The package's own scripts by which npm starts it. */
const FROM_CHECKOUT = new Set(['start', 'iam-cleanup'])

const CLEAR_LINE = '\r\u001B[2K'

/** What is no terminal is told so often how it goes on. */
const STILL_MS = 10_000

type Streams = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env'>

/** The process's own streams, and how it ends with them. */
export type Terminal = Io & {
  /** The exit code, once all was written: another one where standard output took it not. */
  readonly ended: (code: number) => Promise<number>
}

export function terminal({ stdin, stdout, stderr, env }: Streams): Terminal {
  const [out, err] = [unbroken(stdout), unbroken(stderr)]
  const clear = (): void => void (stderr.isTTY && err.write(CLEAR_LINE))
  const note = (text: string): void => {
    clear()
    err.write(`${harmless(text)}\n`)
  }
  return {
    out: (text) => {
      clear()
      out.write(`${harmless(text)}\n`)
    },
    progress: stderr.isTTY ? (message) => err.write(`${CLEAR_LINE}${plain(message)} ...`) : nowAndThen(err.write),
    note,
    colours: wantsColours(stdout, env),
    columns: columnsOf(stdout),
    called: FROM_CHECKOUT.has(env['npm_lifecycle_event'] ?? '') ? 'npm run -s iam-cleanup --' : 'iam-cleanup',
    now: () => new Date(),
    confirm: async (question) => {
      if (!stdin.isTTY) throw new UsageError('Nobody can be asked here: say --yes to go ahead, or --dry-run to look only.')
      return /^y(es)?$/i.test((await answer(`${plain(question)} [y/N] `)) ?? '')
    },
    ask: async (question) => {
      const said = await answer(plain(question))
      if (said === undefined || said === '')
        throw new UsageError(`${plain(question)}nothing was answered, at the terminal or on standard input.`)
      return said
    },
    interrupted: () => Promise.race([...['SIGINT', 'SIGTERM'].map(async (signal) => void (await once(process, signal))), out.broken]),
    ended: async (code) => {
      const why = await out.ended()
      if (why === undefined) return code
      note(`iam-cleanup: Standard output could not be written: ${why}.`)
      return code === 0 ? 1 : code
    },
  }

  /** @returns undefined where there is nobody to answer, or nobody who wants to */
  async function answer(question: string): Promise<string | undefined> {
    clear()
    const { createInterface } = await import('node:readline/promises')
    const lines = createInterface({ input: stdin, output: stderr })
    const closed = once(lines, 'close').then(() => undefined)
    try {
      const said = await Promise.race([lines.question(question), closed])
      return said?.trim()
    } catch (error) {
      // Ctrl-C and Ctrl-D at the question: whoever breaks it off has not said yes.
      if (Object(error).code === 'ABORT_ERR') return undefined
      throw error
    } finally {
      lines.close()
    }
  }
}

/** The latest message, after a while and then again and again, as long as there are new ones. */
function nowAndThen(write: (text: string) => void): Io['progress'] {
  let [latest, isWaiting] = ['', false]
  return (message) => {
    latest = message
    if (isWaiting) return
    isWaiting = true
    setTimeout(() => {
      isWaiting = false
      write(`${plain(latest)} ...\n`)
    }, STILL_MS).unref()
  }
}

/** Of what is no terminal nobody knows how wide it is; nothing is narrower than tables can be. */
const columnsOf = ({ isTTY, columns }: Streams['stdout']): number => (isTTY && columns > 0 ? Math.max(columns, 60) : 160)

/** Colours are for a terminal. https://no-color.org, https://force-color.org and https://bixense.com/clicolors say otherwise where somebody sets a variable to anything but nothing; who wants none goes before who wants them. */
function wantsColours({ isTTY }: Streams['stdout'], { NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, TERM }: Streams['env']): boolean {
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  const isForced = [FORCE_COLOR, CLICOLOR_FORCE].some((said = '') => said !== '' && said !== '0')
  return isForced || (isTTY && TERM !== 'dumb')
}
