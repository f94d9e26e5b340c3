import { Worker } from 'node:worker_threads'

export type Failure = { readonly errorType: string; readonly errorMessage: string; readonly trace?: readonly string[] }

export type InvocationResult = { readonly kind: 'result'; readonly payload: string } | { readonly kind: 'error'; readonly error: Failure }

export type LogLine = { readonly level: string; readonly message: unknown }

type FromWorker = InvocationResult | ({ readonly kind: 'log' } & LogLine)

export type Invocation = {
  readonly event: unknown
  readonly context: object
  readonly timeoutMs: number
  readonly onLog: (line: LogLine) => void
}

/** One execution environment of a function: a worker thread with the function's code and environment. Runs one invocation at a time. */
export class ExecutionEnvironment {
  readonly #worker: Worker

  constructor(code: string, handlerName: string, env: Readonly<Record<string, string>>) {
    this.#worker = new Worker(new URL('./worker.cjs', import.meta.url), {
      workerData: { code, handlerName, sdkFrom: import.meta.url },
      env,
    })
    this.#worker.setMaxListeners(0)
    this.#worker.unref()
  }

  /** Never rejects: a crash and a timeout are results too, and end the environment (`alive` is then false). */
  async invoke({ event, context, timeoutMs, onLog }: Invocation): Promise<{ readonly result: InvocationResult; readonly alive: boolean }> {
    const worker = this.#worker
    worker.ref()
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        const seconds = (timeoutMs / 1000).toFixed(2)
        finish(
          { kind: 'error', error: { errorType: 'Sandbox.Timedout', errorMessage: `Error: Task timed out after ${seconds} seconds` } },
          false,
        )
      }, timeoutMs)
      const onMessage = (message: FromWorker): void => (message.kind === 'log' ? onLog(message) : finish(message, true))
      const onError = (error: Error): void =>
        finish({ kind: 'error', error: { errorType: error.name, errorMessage: error.message } }, false)
      const onExit = (): void =>
        finish({ kind: 'error', error: { errorType: 'Runtime.ExitError', errorMessage: 'Error: Runtime exited' } }, false)
      worker.on('message', onMessage).on('error', onError).on('exit', onExit)
      worker.postMessage({ event, context, deadlineMs: timeoutMs })

      function finish(result: InvocationResult, alive: boolean): void {
        clearTimeout(timer)
        worker.off('message', onMessage).off('error', onError).off('exit', onExit)
        worker.unref()
        resolve({ result, alive })
      }
    })
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }
}
