import type { Writable } from 'node:stream'
import { messageOf } from '../text/message-of.ts'

/** A stream that ends quietly where whoever reads it has gone, as `head` does, and is told apart from one that could not be written. */
export type Unbroken = {
  readonly write: (text: string) => void
  /** Fires when nothing can be written any more. */
  readonly broken: Promise<void>
  /** When all is written. @returns why it could not be; undefined where it could, or nobody wanted it */
  readonly ended: () => Promise<string | undefined>
}

export function unbroken(stream: Writable): Unbroken {
  let failure: Error | undefined
  const broken = new Promise<void>((resolve) => {
    stream.on('error', (error) => {
      failure ??= error
      resolve()
    })
  })
  return {
    write: (text) => void (failure === undefined && stream.write(text)),
    broken,
    ended: async () => {
      if (failure === undefined) await Promise.race([new Promise<void>((resolve) => stream.write('', () => resolve())), broken])
      return failure === undefined || Object(failure).code === 'EPIPE' ? undefined : messageOf(failure)
    },
  }
}
