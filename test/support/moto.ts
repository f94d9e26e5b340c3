import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export type MotoUser = {
  readonly name: string
  readonly id: string
  readonly created: string
  readonly password?: { readonly lastUsed?: string }
  readonly accessKeys?: readonly { readonly id: string; readonly created: string; readonly lastUsed?: string; readonly active: boolean }[]
}

/** moto's IAM on a port of its own, with these users. It ends with the test. */
export async function motoWith(users: readonly MotoUser[]): Promise<{ readonly endpoint: string } & AsyncDisposable> {
  const process_ = spawn('python3', ['test/conformance/moto_account.py'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const said = createInterface(process_.stderr)
  const complaints: string[] = []
  said.on('line', (line) => complaints.push(line))
  process_.stdin.write(`${JSON.stringify(users)}\n`)
  const ready = once(createInterface(process_.stdout), 'line')
  const ended = once(process_, 'exit').then(() => {
    throw new Error(`moto did not start: ${complaints.slice(-3).join(' ')}`)
  })
  const [port] = (await Promise.race([ready, ended])) as [string]
  ended.catch(() => undefined)
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      process_.stdin.end()
      await once(process_, 'exit')
    },
  }
}
