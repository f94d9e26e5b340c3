import { plural } from '../text/plural.ts'
import type { Io } from './io.ts'

/** Say how many are done, in steps of so many. */
const STEP = 25

export function counted(what: string, done: number, of: number, io: Io): void {
  if (done % STEP === 0 || done === of) io.progress(`${what}: ${done} of ${plural(of, 'user')}`)
}
