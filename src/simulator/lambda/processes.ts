import { FunctionProcess } from './process.ts'

/** Processes of worlds that are over, by the code that ran in them. */
const kept = new Map<string, FunctionProcess[]>()

let isReuseTheRule = false

/** From now on worlds take processes of earlier ones, and leave them theirs, unless they say otherwise: where many come one after the other. */
export function reuseByDefault(): void {
  isReuseTheRule = true
}

/** The processes in which an account's functions run. One is started ahead, for the next function that needs one. */
export class FunctionProcesses {
  /** Take processes in which the same code ran in an earlier world, and leave them to later ones. */
  reuse = isReuseTheRule
  #living: FunctionProcess[] = []
  #spare: FunctionProcess | undefined
  #closed = false
  readonly #codes = new Map<FunctionProcess, string>()

  /** Start a process ahead, unless there is one already. */
  prepare(code: string): void {
    if (!this.#closed && this.#spare?.alive !== true && !this.#isKept(code)) this.#spare = this.#start()
  }

  take(code: string): FunctionProcess {
    const taken = this.#again(code) ?? this.#ahead() ?? this.#start()
    this.#codes.set(taken, code)
    return taken
  }

  /** End them all, whatever they are doing. */
  async end(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#living.map((each) => this.giveBack(each)))
  }

  /** Nobody needs it any more: it is kept for the same code once more where that is wanted and possible, and ends elsewhere. */
  async giveBack(each: FunctionProcess): Promise<void> {
    const code = this.#codes.get(each)
    // Once: who is given back a second time meanwhile ends.
    this.#codes.delete(each)
    const renewed = this.reuse && code !== undefined ? await each.renewed() : undefined
    if (renewed === undefined || code === undefined) await each.end()
    else kept.set(code, [...(kept.get(code) ?? []), renewed])
  }

  #isKept(code: string): boolean {
    return this.reuse && kept.get(code)?.some(({ alive }) => alive) === true
  }

  #again(code: string): FunctionProcess | undefined {
    if (!this.#isKept(code)) return undefined
    const [again, ...others] = kept.get(code)?.filter(({ alive }) => alive) ?? []
    kept.set(code, others)
    return again === undefined ? undefined : this.#own(again)
  }

  #ahead(): FunctionProcess | undefined {
    const spare = this.#spare
    this.#spare = undefined
    return spare?.alive === true ? spare : undefined
  }

  #start(): FunctionProcess {
    return this.#own(new FunctionProcess())
  }

  #own(each: FunctionProcess): FunctionProcess {
    this.#living = [...this.#living.filter(({ alive }) => alive), each]
    if (this.#closed) void each.end()
    return each
  }
}
