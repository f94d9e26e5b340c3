/** A call as the access log has it. */
export type LoggedCall = {
  readonly at: Date
  readonly accountId: string
  readonly region: string
  readonly operation: string
  readonly caller: string
  readonly resource: string
  /** `ok`, or AWS's error code. */
  readonly outcome: string
  readonly input: unknown
}

/** So many calls are kept, and so many characters of their inputs. */
const CALLS = 250_000
const CHARACTERS = 64_000_000

/** Who called what, in order. It has a bound: of more, the oldest calls go, a tenth at a time. */
export class AccessLog {
  readonly calls: LoggedCall[] = []
  dropped = 0
  readonly #keepsInputs: boolean
  readonly #sizes: number[] = []
  #characters = 0

  constructor(keepsInputs: boolean) {
    this.#keepsInputs = keepsInputs
  }

  add(call: LoggedCall): void {
    const kept = this.#keepsInputs ? call : { ...call, input: undefined }
    const size = charactersOf(kept.input)
    this.calls.push(kept)
    this.#sizes.push(size)
    this.#characters += size
    while (this.calls.length > CALLS || (this.#characters > CHARACTERS && this.calls.length > 1))
      this.#drop(Math.ceil(this.calls.length / 10))
  }

  #drop(count: number): void {
    this.calls.splice(0, count)
    this.dropped += count
    for (const size of this.#sizes.splice(0, count)) this.#characters -= size
  }
}

function charactersOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (ArrayBuffer.isView(value)) return value.byteLength
  if (typeof value !== 'object' || value === null) return 8
  let sum = 0
  for (const [key, each] of Object.entries(value)) sum += key.length + charactersOf(each)
  return sum
}
