import { once } from 'node:events'
import type { Io } from './io.ts'

const CLEAR_LINE = '\r\u001B[2K'

/** The process's own streams. Progress is for terminals only: a log file does not want it. */
export function terminal({ stdout, stderr }: NodeJS.Process): Io {
  const clear = (): void => void (stderr.isTTY && stderr.write(CLEAR_LINE))
  return {
    out: (text) => {
      clear()
      stdout.write(`${text}\n`)
    },
    progress: (message) => void (stderr.isTTY && stderr.write(`${CLEAR_LINE}${message} …`)),
    note: (text) => {
      clear()
      stderr.write(`${text}\n`)
    },
    interrupted: () => Promise.race(['SIGINT', 'SIGTERM'].map(async (signal) => void (await once(process, signal)))),
  }
}
