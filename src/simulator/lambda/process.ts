import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { parse } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseMessage, type FromWorker, type ToWorker } from './messages.ts'
import { permissionFlags } from './permissions.ts'

const SCRIPT = fileURLToPath(new URL('./worker.cjs', import.meta.url))
/** What the script itself reads. */
const TIME = fileURLToPath(new URL('./time.cjs', import.meta.url))

/**
 * As Lambda's own bootstrap starts Node (that of nodejs18 was published): a twentieth of the function's memory for either half of the nursery, nine tenths for the rest.
 * The processes wait for whichever function comes, so these are the figures of 256 MB, the least that our template's function gets.
 */
const MEMORY_FLAGS = ['--max-semi-space-size=12', '--max-old-space-size=230']

/** A response of 6 MB, escaped once more. */
const LINE_BYTES = 14 * 1024 * 1024
const OUTPUT_BYTES = 64 * 1024 * 1024

export type Listener = { readonly onMessage: (message: FromWorker) => void; readonly onEnd: () => void }

/** Processes that live: they must not outlive this one. */
const living = new Set<ChildProcess>()
let watched = false

function watchOver(child: ChildProcess): void {
  living.add(child)
  if (watched) return
  watched = true
  process.on('exit', () => {
    for (const each of living) each.kill('SIGKILL')
  })
  // Functions reach the ports of this machine: this process must not open its inspector on one because of a signal.
  process.on('SIGUSR1', () => undefined)
}

function started(): ChildProcess {
  const child = spawn(process.execPath, [...MEMORY_FLAGS, ...permissionFlags([SCRIPT, TIME]), SCRIPT], {
    env: {},
    cwd: parse(process.execPath).root,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  watchOver(child)
  return child
}

/**
 * A process that runs a function's code: with nothing of this one's environment, folder and streams, and under Node's permission model.
 * What it says that is not a message, or more than it may in one invocation, ends it.
 */
export class FunctionProcess {
  readonly #child: ChildProcess
  readonly #channel: Socket
  #listener: Listener | undefined
  #alive = true
  #line: Buffer[] = []
  #lineBytes = 0
  #output = 0
  #atWork = false

  constructor(child = started()) {
    this.#child = child
    this.#channel = this.#child.stdio[3] as Socket
    this.#channel.on('data', (chunk: Buffer) => this.#read(chunk)).on('error', () => undefined)
    this.#child.on('exit', () => this.#ended()).on('error', () => this.#ended())
    this.#unref()
  }

  get alive(): boolean {
    return this.#alive
  }

  send(message: ToWorker): void {
    this.#output = 0
    if (message.kind === 'invoke') this.#atWork = true
    if (this.#alive) this.#channel.write(`${JSON.stringify(message)}\n`)
  }

  /**
   * Hear what it says, until the function given back is called or somebody else listens. A process that has ended says so at once.
   * Only a listener who waits for it keeps this process alive.
   */
  listen(listener: Listener, waits = true): () => void {
    this.#listener = listener
    if (waits) this.#ref()
    if (!this.#alive) queueMicrotask(listener.onEnd)
    return () => {
      this.#listener = undefined
      this.#unref()
    }
  }

  /**
   * The same process without a function, for the same code once more: this one is over. Undefined where it is at work, or the function has left anything that may
   * still happen.
   */
  async renewed(): Promise<FunctionProcess | undefined> {
    if (!this.#alive || this.#atWork) return undefined
    const answered = await new Promise<boolean>((resolve) => {
      const stopListening = this.listen({
        onMessage: ({ kind }) => {
          if (kind !== 'renewed') return
          stopListening()
          resolve(true)
        },
        onEnd: () => resolve(false),
      })
      this.send({ kind: 'renew' })
    })
    if (!answered || !this.#alive) return undefined
    this.#alive = false
    this.#channel.removeAllListeners('data').removeAllListeners('error')
    this.#child.removeAllListeners('exit').removeAllListeners('error')
    return new FunctionProcess(this.#child)
  }

  async end(): Promise<void> {
    if (!this.#alive) return
    this.#child.ref()
    this.#child.kill('SIGKILL')
    await once(this.#child, 'exit')
  }

  #ref(): void {
    this.#child.ref()
    this.#channel.ref()
  }

  #unref(): void {
    this.#child.unref()
    this.#channel.unref()
  }

  #ended(): void {
    living.delete(this.#child)
    this.#alive = false
    this.#channel.destroy()
    this.#listener?.onEnd()
  }

  #read(chunk: Buffer): void {
    this.#output += chunk.length
    let rest = chunk
    for (let end = rest.indexOf('\n'); end !== -1 && this.#alive; end = rest.indexOf('\n')) {
      const line = Buffer.concat([...this.#line, rest.subarray(0, end)]).toString()
      this.#line = []
      this.#lineBytes = 0
      rest = rest.subarray(end + 1)
      this.#take(line)
    }
    this.#line.push(rest)
    this.#lineBytes += rest.length
    if (this.#lineBytes > LINE_BYTES || this.#output > OUTPUT_BYTES) this.#child.kill('SIGKILL')
  }

  #take(line: string): void {
    const message = parseMessage(line)
    if (message === undefined) this.#child.kill('SIGKILL')
    else {
      if (message.kind === 'result' || message.kind === 'error') this.#atWork = false
      this.#listener?.onMessage(message)
    }
  }
}
