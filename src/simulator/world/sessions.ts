import type { RoleSession } from './caller.ts'

/** So many are kept before those that have ended are put away. */
const OPEN = 1_000

/** So many ended ones are known, to be refused as that. */
const ENDED = 100_000

/**
 * Sessions of roles, by the access key ids that they were given. Of those that have ended the ids alone are kept, so that a simulator that runs for long does not
 * grow with them: whoever comes with one is refused all the same.
 */
export class Sessions {
  readonly #open = new Map<string, RoleSession>()
  readonly #ended = new Set<string>()
  #room = OPEN

  add(accessKeyId: string, session: RoleSession, now: Date): void {
    this.#open.set(accessKeyId, session)
    if (this.#open.size > this.#room) this.#putAway(now)
  }

  get(accessKeyId: string): RoleSession | undefined {
    return this.#open.get(accessKeyId)
  }

  hasEnded(accessKeyId: string, now: Date): boolean {
    const session = this.#open.get(accessKeyId)
    return session === undefined ? this.#ended.has(accessKeyId) : hasExpired(session, now)
  }

  /** How many are kept whole. */
  get size(): number {
    return this.#open.size
  }

  #putAway(now: Date): void {
    for (const [accessKeyId, session] of this.#open)
      if (hasExpired(session, now)) {
        this.#open.delete(accessKeyId)
        this.#ended.add(accessKeyId)
      }
    for (const oldest of this.#ended) {
      if (this.#ended.size <= ENDED) break
      this.#ended.delete(oldest)
    }
    this.#room = Math.max(OPEN, 2 * this.#open.size)
  }
}

const hasExpired = ({ expires }: RoleSession, now: Date): boolean => expires !== undefined && expires <= now
