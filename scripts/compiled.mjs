// @ts-check
// Compiles the sources, but only where they are newer than what was compiled: `npm run -s iam-cleanup` should answer at once.
// A package that is packed starts from nothing, so that no file of an older source gets into it.
import { execFileSync } from 'node:child_process'
import { readdirSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const home = fileURLToPath(new URL('..', import.meta.url))
const DIST = join(home, 'dist')
/** Written last by every compilation. */
const STAMP = join(DIST, '.tsbuildinfo')
const CONFIGURATION = ['package.json', 'tsconfig.json', 'tsconfig.build.json'].map((name) => join(home, name))

if (process.env['npm_lifecycle_event'] === 'prepack') rmSync(DIST, { recursive: true, force: true })
if (newest() > changedAt(STAMP)) compile()

/** When a source was last changed. A file that was taken away changes its folder. */
function newest() {
  const sources = readdirSync(join(home, 'src'), { withFileTypes: true, recursive: true })
  const paths = sources.map(({ parentPath, name }) => join(parentPath, name))
  return Math.max(...[join(home, 'src'), ...paths, ...CONFIGURATION].map(changedAt))
}

/** @param {string} path */
function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function compile() {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
  // What it says goes to standard error: standard output is the command's own.
  rmSync(STAMP, { force: true })
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: home, stdio: ['ignore', 2, 2] })
}
