const TICKS = 30

/**
 * Lets calls of several programs take turns, one at a time, in an order that a seed decides. Some orders are even, in others one program gets far while the rest stand still.
 */
export class Turns {
  readonly #random: () => number
  readonly #constancy: number
  readonly #waiting: (() => void)[] = []

  constructor(random: () => number) {
    this.#random = random
    this.#constancy = random()
  }

  /** Wait for one's turn. */
  take(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Wait for one's turn, and let others go first. */
  stand(): Promise<void> {
    return new Promise((resolve) => this.#waiting.unshift(resolve))
  }

  /** Give turns until everybody has come to an end. */
  async play(programs: readonly Promise<unknown>[]): Promise<void> {
    let left = programs.length
    const ends = programs.map((program) => program.finally(() => (left -= 1)))
    ends.forEach((end) => void end.catch(() => undefined))
    while (left > 0) {
      // Whoever had the last turn comes to its next call, or to its end: nothing here waits for anything but promises.
      const { length } = this.#waiting
      for (let ticks = 0; ticks < TICKS && (ticks < TICKS / 3 || this.#waiting.length === length); ticks += 1) await Promise.resolve()
      if (this.#waiting.length === 0) await new Promise((resolve) => setImmediate(resolve))
      const last = this.#waiting.length - 1
      const [next] = this.#waiting.splice(this.#random() < this.#constancy ? last : Math.floor(this.#random() * this.#waiting.length), 1)
      next?.()
    }
    await Promise.all(ends)
  }
}
