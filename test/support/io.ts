import type { Io } from '../../src/cli/io.ts'

/** Streams that a test can read, and a Ctrl+C that it can press. */
export function recordedIo(answer = false, now: () => Date = () => new Date()) {
  const out: string[] = []
  const notes: string[] = []
  const progress: string[] = []
  let interrupt: () => void = () => undefined
  const interrupted = new Promise<void>((resolve) => (interrupt = resolve))
  const io: Io = {
    out: (text) => void out.push(text),
    note: (text) => void notes.push(text),
    progress: (message) => void progress.push(message),
    colours: false,
    columns: 120,
    now,
    confirm: async (question) => {
      notes.push(question)
      return answer
    },
    called: 'iam-cleanup',
    ask: async (question) => {
      notes.push(question)
      return '123456'
    },
    interrupted: () => interrupted,
  }
  return { io, out, notes, progress, interrupt }
}
