import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

export type Failure = { readonly errorType: string; readonly errorMessage: string; readonly trace?: readonly string[] }

export type InvocationResult = { readonly kind: 'result'; readonly payload: string } | { readonly kind: 'error'; readonly error: Failure }

export type LogLine = { readonly level: string; readonly message: unknown }

/** Where functions run: in threads of this process (quick to start), or in processes of their own, whose memory can be told. */
export type Isolation = 'threads' | 'processes'

/** What a function took: real milliseconds, and in a process of its own the peak of its memory. */
type Metrics = { readonly durationMs: number; readonly maxMemoryUsedMB?: number }

type FromWorker = (InvocationResult & { readonly metrics: Metrics }) | ({ readonly kind: 'log' } & LogLine)

export type Invocation = {
  readonly event: unknown
  readonly context: object
  readonly timeoutMs: number
  /** The time that the function's clock tells as it begins. */
  readonly now: Date
  readonly onLog: (line: LogLine) => void
}

export type Invoked = { readonly result: InvocationResult; readonly alive: boolean; readonly metrics: Metrics | undefined }

type Code = { readonly code: string; readonly handlerName: string; readonly env: Readonly<Record<string, string>> }

/** One execution environment of a function, with its code and environment. Runs one invocation at a time. */
export class ExecutionEnvironment {
  readonly #worker: Host

  /** NODE_OPTIONS does not count: Lambda starts Node with options of its own, and those on the command line win. */
  constructor({ code, handlerName, env: { NODE_OPTIONS: _, ...env } }: Code, isolation: Isolation) {
    this.#worker = isolation === 'threads' ? threadHost(env) : processHost(env)
    this.#worker.send({ kind: 'load', code, handlerName, sdkFrom: import.meta.url })
  }

  /** Never rejects: a crash and a timeout are results too, and end the environment (`alive` is then false). */
  async invoke({ event, context, timeoutMs, now, onLog }: Invocation): Promise<Invoked> {
    const worker = this.#worker
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        const seconds = (timeoutMs / 1000).toFixed(2)
        fail('Sandbox.Timedout', `Error: Task timed out after ${seconds} seconds`)
      }, timeoutMs)
      const stopListening = worker.listen({
        onMessage: (message) => (message.kind === 'log' ? onLog(message) : finish(message, true, message.metrics)),
        onError: (error) => fail(error.name, error.message),
        onExit: () => fail('Runtime.ExitError', 'Error: Runtime exited'),
      })
      worker.send({ kind: 'invoke', event, context, deadlineMs: timeoutMs, now: now.getTime() })

      function fail(errorType: string, errorMessage: string): void {
        finish({ kind: 'error', error: { errorType, errorMessage } }, false)
      }

      function finish(result: InvocationResult, alive: boolean, metrics?: Metrics): void {
        clearTimeout(timer)
        stopListening()
        resolve({ result, alive, metrics })
      }
    })
  }

  async end(): Promise<void> {
    await this.#worker.end()
  }
}

type Listener = { readonly onMessage: (message: FromWorker) => void; readonly onError: (error: Error) => void; readonly onExit: () => void }

/** What runs `worker.cjs`. It keeps this process alive only while somebody listens. */
type Host = {
  readonly send: (message: object) => void
  readonly listen: (listener: Listener) => () => void
  readonly end: () => Promise<void>
}

const SCRIPT = new URL('./worker.cjs', import.meta.url)

function threadHost(env: Code['env']): Host {
  const worker = new Worker(SCRIPT, { env })
  worker.setMaxListeners(0)
  worker.unref()
  return {
    send: (message) => worker.postMessage(message),
    listen: ({ onMessage, onError, onExit }) => {
      worker.ref()
      worker.on('message', onMessage).on('error', onError).on('exit', onExit)
      return () => {
        worker.off('message', onMessage).off('error', onError).off('exit', onExit)
        worker.unref()
      }
    },
    end: async () => void (await worker.terminate()),
  }
}

function processHost(env: Code['env']): Host {
  const child = fork(fileURLToPath(SCRIPT), { env, serialization: 'advanced', execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  child.unref()
  return {
    send: (message) => child.send(message),
    listen: ({ onMessage, onError, onExit }) => {
      child.ref()
      child.on('message', onMessage).on('error', onError).on('exit', onExit)
      return () => {
        child.off('message', onMessage).off('error', onError).off('exit', onExit)
        child.unref()
      }
    },
    end: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}
