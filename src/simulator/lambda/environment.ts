import type { Failure, FromWorker, Metrics, ToWorker } from './messages.ts'
import type { FunctionProcess } from './process.ts'
import type { FunctionProcesses } from './processes.ts'

export type InvocationResult = { readonly kind: 'result'; readonly payload: string } | { readonly kind: 'error'; readonly error: Failure }

export type LogLine = { readonly level: string; readonly message: unknown }

export type Invocation = {
  /** The event, in JSON. */
  readonly payload: string
  readonly context: object
  readonly timeoutMs: number
  /** The time that the function's clock tells as it begins. */
  readonly now: Date
  readonly onLog: (line: LogLine) => void
}

export type Invoked = { readonly result: InvocationResult; readonly metrics: Metrics | undefined }

type Code = { readonly code: string; readonly handlerName: string; readonly env: Readonly<Record<string, string>> }

/** An environment that waits has to answer within this time, or within its timeout where that is shorter. */
const SILENCE_MS = 30_000

/** A process may take this long until it begins with its invocation; the function's timeout counts from there. */
const START_MS = 60_000

/** One execution environment of a function, with its code and environment. Runs one invocation at a time. */
export class ExecutionEnvironment {
  readonly #process: FunctionProcess
  #invocations = 0
  #watch: NodeJS.Timeout | undefined

  /** NODE_OPTIONS does not count: Lambda starts Node with options of its own, and those on the command line win. */
  constructor({ code, handlerName, env: { NODE_OPTIONS: _, ...env } }: Code, process: FunctionProcess) {
    this.#process = process
    process.send({ kind: 'load', code, handlerName, sdkFrom: import.meta.url, env })
  }

  /** Whether it can take another invocation: what throws, exits or runs out of time ends its environment. */
  get alive(): boolean {
    return this.#process.alive
  }

  /** Never rejects: a crash and a timeout are results too, and end the environment. */
  async invoke({ payload, context, timeoutMs, now, onLog }: Invocation): Promise<Invoked> {
    clearTimeout(this.#watch)
    this.#invocations += 1
    const answer = await this.#ask(
      { kind: 'invoke', id: this.#invocations, payload, context, deadlineMs: timeoutMs, now: now.getTime() },
      onLog,
    )
    if (answer.metrics === undefined || answer.fatal) await this.end()
    else this.#watchOver(Math.min(timeoutMs, SILENCE_MS))
    return answer
  }

  async end(): Promise<void> {
    clearTimeout(this.#watch)
    await this.#process.end()
  }

  /** It is over, though nothing is wrong with it. */
  async leave(processes: FunctionProcesses): Promise<void> {
    clearTimeout(this.#watch)
    await processes.giveBack(this.#process)
  }

  #ask(request: Extract<ToWorker, { kind: 'invoke' }>, onLog: Invocation['onLog']): Promise<Invoked & { readonly fatal?: boolean }> {
    return new Promise((resolve) => {
      const fail = (errorType: string, errorMessage: string): void =>
        finish({ result: { kind: 'error', error: { errorType, errorMessage } }, metrics: undefined })
      const timeOut = (): void => fail('Sandbox.Timedout', `Error: Task timed out after ${(request.deadlineMs / 1000).toFixed(2)} seconds`)
      let hasBegun = false
      let timer = setTimeout(timeOut, Math.max(START_MS, request.deadlineMs))
      const stopListening = this.#process.listen({
        onMessage: (message) => {
          if (message.kind === 'log') onLog(message)
          else if (message.kind === 'pong' || message.kind === 'renewed' || message.id !== request.id) return
          else if (message.kind === 'begun') {
            if (hasBegun) return
            hasBegun = true
            clearTimeout(timer)
            timer = setTimeout(timeOut, request.deadlineMs)
          } else if (message.kind === 'overtime') timeOut()
          else finish(answerOf(message))
        },
        onEnd: () => fail('Runtime.ExitError', 'Error: Runtime exited'),
      })
      this.#process.send(request)

      function finish(answer: Invoked): void {
        clearTimeout(timer)
        stopListening()
        resolve(answer)
      }
    })
  }

  /** Lambda freezes an environment that waits. Here it goes on, and is ended when it does not answer any more: it may be in a loop. */
  #watchOver(silenceMs: number): void {
    let answered = false
    this.#process.listen({ onMessage: () => (answered = true), onEnd: () => undefined }, false)
    this.#process.send({ kind: 'ping' })
    this.#watch = setTimeout(() => {
      if (answered) this.#watchOver(silenceMs)
      else void this.end()
    }, silenceMs)
    this.#watch.unref()
  }
}

function answerOf(message: Extract<FromWorker, { kind: 'result' | 'error' }>): Invoked & { readonly fatal?: boolean } {
  const { metrics } = message
  return message.kind === 'result'
    ? { result: { kind: 'result', payload: message.payload }, metrics }
    : { result: { kind: 'error', error: message.error }, metrics, fatal: message.fatal }
}
