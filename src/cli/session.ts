import { addToClients } from '../aws/client-settings.ts'
import { credentialsOnce } from '../aws/credentials.ts'
import { Retries } from '../aws/retries.ts'
import { whenThrottled } from '../aws/throttling.ts'
import type { Io } from './io.ts'

/** Throttled for so long, that is said. */
const PATIENCE_MS = 3_000

/** From now on every client has the same credentials, whoever must be asked for them, and says so where AWS makes it wait. */
export function openSession(io: Io): void {
  const tell = throttled(io)
  addToClients({
    settings: { credentials: credentialsOnce((serial) => io.ask(`MFA code for ${serial}: `), io.now) },
    retries: (maxAttempts) => new Retries(maxAttempts),
    opened: (client) => whenThrottled(client, tell),
  })
}

/** Once a command. */
function throttled(io: Io): () => void {
  let first: number | undefined
  let isSaid = false
  return () => {
    const now = io.now().getTime()
    first ??= now
    if (isSaid || now - first < PATIENCE_MS) return
    isSaid = true
    io.note('AWS throttles the calls: each is tried again, later and later, so this takes longer.')
  }
}
