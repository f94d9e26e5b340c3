import { TaskQueue, type Task } from './task-queue.ts'

const TICK_MS = 50
const LAST_MS = Date.UTC(9999, 11, 31)

/**
 * The simulator's time. It stands still until somebody advances it, and then does on the way, in order and one after the other,
 * what was scheduled. `run()` lets it keep pace with the real clock.
 */
export class VirtualClock {
  #now: number
  #order = 0
  readonly #tasks = new TaskQueue()
  #last: Promise<void> = Promise.resolve()
  #ticker: NodeJS.Timeout | undefined

  constructor(start: Date) {
    this.#now = start.getTime()
  }

  now(): Date {
    return new Date(this.#now)
  }

  /** Do something so many milliseconds from now. */
  schedule(delayMs: number, run: Task['run']): void {
    this.#order += 1
    this.#tasks.add({ at: this.#now + Math.max(0, delayMs), order: this.#order, run })
  }

  /**
   * Move on, doing what falls due. Moves queue up behind each other. Rejects with the first failure of a scheduled task; and with a
   * RangeError, having done nothing, for a move backwards or beyond the year 9999.
   */
  async advance(ms: number): Promise<void> {
    if (!(ms >= 0 && this.#now + ms <= LAST_MS)) throw new RangeError(`The clock cannot move by ${ms} ms from ${this.now().toISOString()}.`)
    const move = this.#last.then(() => this.#moveTo(this.#now + ms))
    this.#last = move.catch(() => undefined)
    return move
  }

  /** Keep pace with the real clock until `stop()`. `onError` hears of scheduled tasks that fail. */
  run(onError: (error: unknown) => void): void {
    let seen = performance.now()
    let busy = false
    this.#ticker = setInterval(() => {
      if (busy) return
      busy = true
      const elapsed = performance.now() - seen
      seen += elapsed
      this.advance(elapsed)
        .catch(onError)
        .finally(() => (busy = false))
    }, TICK_MS)
  }

  /** Stop keeping pace, and wait for what is under way. What is scheduled is forgotten. */
  async stop(): Promise<void> {
    clearInterval(this.#ticker)
    this.#tasks.clear()
    await this.#last
  }

  async #moveTo(target: number): Promise<void> {
    for (let task = this.#tasks.takeDue(target); task !== undefined; task = this.#tasks.takeDue(target)) {
      this.#now = Math.max(this.#now, task.at)
      await task.run()
    }
    this.#now = Math.max(this.#now, target)
  }
}
