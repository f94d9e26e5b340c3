import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'

const ROOT = resolve(import.meta.dirname, '../..')

/** The command line as a program of its own, made from the sources. Its folder is as deep as theirs: what ships with the package is found from there. */
export async function builtCli(): Promise<{ readonly folder: string; readonly program: string }> {
  const folder = join(ROOT, '.cache', `cli-${process.pid}`)
  await build({
    entryPoints: [join(ROOT, 'src/cli/main.ts')],
    outdir: folder,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
  return { folder, program: join(folder, 'main.js') }
}

/** A program until it ends: what it said, and how it ended. */
export async function ended(command: string, args: readonly string[], env: NodeJS.ProcessEnv, input = '') {
  const child = spawn(command, [...args], { env })
  child.stdin.end(input)
  const exit = new Promise<number | null>((done) => child.once('close', done))
  const [out, notes, code] = await Promise.all([text(child.stdout), text(child.stderr), exit])
  return { out, notes, code }
}
