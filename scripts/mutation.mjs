// @ts-check
// Mutation testing, folder by folder, each by the tests of its own folder: docs/testing.md.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

const FOLDERS = ['judgement', 'exclusions', 'ledger', 'inventory', 'plan', 'revocation', 'function']

/** Here what a module does once, as it is loaded, is left as it is: each of those mutants takes all tests of the folder. */
const WITHOUT_STATIC = ['revocation', 'function']

const VERSION = '10.1.1'
const home = fileURLToPath(new URL(`../.cache/mutation/stryker-${VERSION}/`, import.meta.url))
// The entry of its command line asks for Node 22; what it does runs here too.
const stryker = `${home}node_modules/@stryker-mutator/core/dist/src/stryker.js`

const options = {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.config.ts' },
  // None: TypeScript 7 has no API in JavaScript by which it could be rewritten.
  tsconfigFile: 'none.json',
  ignorePatterns: ['/.cache', '/bench', '/dist', '/docs', '/examples', '/templates'],
  tempDirName: '.cache/mutation/sandbox',
  incremental: true,
  concurrency: 1,
  // A machine under load is slow, not wrong.
  timeoutMS: 20_000,
  timeoutFactor: 4,
  warnings: { slow: false },
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
}

if (!existsSync(stryker)) install()
const { Stryker } = await import(pathToFileURL(stryker).href)
const asked = process.argv.slice(2)
const scores = []
for (const each of asked.length === 0 ? FOLDERS : asked) scores.push(await scoreOf(each))
process.stdout.write(`${scores.join('\n')}\n`)

/** In a folder of its own: `npm ci` on the Node of this project would warn of it. Without its peers: the vitest that it runs is this project's. */
function install() {
  mkdirSync(home, { recursive: true })
  writeFileSync(`${home}package.json`, '{ "private": true }\n')
  const packages = ['core', 'vitest-runner'].map((name) => `@stryker-mutator/${name}@${VERSION}`)
  const flags = ['--prefix', home, '--legacy-peer-deps', '--engine-strict=false', '--save-exact', '--loglevel=error']
  execFileSync('npm', ['install', ...flags, ...packages], { stdio: 'inherit' })
}

/** @param {string} asked a folder, or one file of it: function/rule/digest.ts */
async function scoreOf(asked) {
  const [folder = '', ...file] = asked.split('/')
  process.env['MUTATION_FOLDER'] = folder
  /** @type {readonly { readonly status: string }[]} */
  const mutants = await new Stryker({
    ...options,
    ignoreStatic: WITHOUT_STATIC.includes(folder),
    mutate: [file.length === 0 ? `src/${folder}/**/*.ts` : `src/${asked}`],
    incrementalFile: `.cache/mutation/${folder}.incremental.json`,
    jsonReporter: { fileName: `.cache/mutation/${folder}.json` },
  }).runMutationTest()
  const made = mutants.filter(({ status }) => status !== 'Ignored')
  const dead = made.filter(({ status }) => status === 'Killed' || status === 'Timeout')
  return `${asked}: ${dead.length} of ${made.length} mutants, ${((100 * dead.length) / made.length).toFixed(1)} %`
}
