import { FunctionProcess } from './process.ts'

/** The processes in which an account's functions run. One is started ahead, for the next function that needs one. */
export class FunctionProcesses {
  #living: FunctionProcess[] = []
  #spare: FunctionProcess | undefined
  #closed = false

  /** Start a process ahead. */
  prepare(): void {
    if (!this.#closed && this.#spare?.alive !== true) this.#spare = this.#start()
  }

  take(): FunctionProcess {
    const spare = this.#spare
    this.#spare = undefined
    return spare?.alive === true ? spare : this.#start()
  }

  /** End them all, whatever they are doing. */
  async end(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#living.map((each) => each.end()))
  }

  #start(): FunctionProcess {
    const started = new FunctionProcess()
    this.#living = [...this.#living.filter(({ alive }) => alive), started]
    if (this.#closed) void started.end()
    return started
  }
}
