import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

type Environment = Readonly<NodeJS.ProcessEnv>

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string }

export interface AwsCli extends AsyncDisposable {
  /** What a command such as `iam list-users` prints; given as a list where arguments have spaces in them. @throws Error with what it complains of */
  readonly run: (command: string | readonly string[]) => Promise<string>
}

/** The AWS CLI with this environment. Where Python can import it, it is loaded once for all commands; each is a process of its own all the same. */
export async function awsCli(environment: Environment): Promise<AwsCli> {
  return (await loadedOnce(environment)) ?? startedEachTime(environment)
}

function startedEachTime(env: Environment): AwsCli {
  return {
    run: async (command) => (await promisify(execFile)('aws', argumentsOf(command), { env })).stdout,
    [Symbol.asyncDispose]: async () => undefined,
  }
}

async function loadedOnce(env: Environment): Promise<AwsCli | undefined> {
  const python = spawn('python3', ['test/conformance/aws_cli.py'], { env, stdio: ['pipe', 'pipe', 'ignore'] })
  const exited = once(python, 'exit')
  const lines = createInterface(python.stdout)[Symbol.asyncIterator]()
  if ((await lines.next()).value !== 'ready') return undefined
  return {
    async run(command) {
      python.stdin.write(`${JSON.stringify(argumentsOf(command))}\n`)
      const { value } = await lines.next()
      const { code, stdout, stderr } = JSON.parse(String(value)) as Ended
      if (code !== 0) throw new Error(`aws ${argumentsOf(command).join(' ')}: exit code ${code}: ${stderr}`)
      return stdout
    },
    async [Symbol.asyncDispose]() {
      python.stdin.end()
      await exited
    },
  }
}

const argumentsOf = (command: string | readonly string[]): readonly string[] => (typeof command === 'string' ? command.split(' ') : command)
