import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, test } from 'vitest'

const exec = promisify(execFile)
const home = fileURLToPath(new URL('..', import.meta.url))
const { name, version, dependencies, scripts } = v.parse(
  v.object({
    name: v.string(),
    version: v.string(),
    dependencies: v.record(v.string(), v.string()),
    scripts: v.record(v.string(), v.string()),
  }),
  JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')),
)

const ONE = v.object({ files: v.array(v.object({ path: v.string() })) })
/** npm 11 prints a list, npm 12 an object by name. */
const PACKED = v.pipe(
  v.union([v.array(ONE), v.record(v.string(), ONE)]),
  v.transform((packed) => Object.values(packed)),
)

let folder: string
let installed: string
let files: string[]

/** The package as `npm pack` makes it, in an empty folder, with what it depends on and nothing else beside it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'package-'))
  installed = join(folder, 'node_modules', name)
  await exec(process.execPath, [join(home, 'scripts', 'compiled.mjs')])
  const { stdout } = await exec('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: home })
  files = v.parse(PACKED, JSON.parse(stdout)).flatMap((packed) => packed.files.map(({ path }) => path))
  mkdirSync(installed, { recursive: true })
  await exec('tar', ['-xzf', join(folder, `${name}-${version}.tgz`), '-C', installed, '--strip-components=1'])
  for (const dependency of Object.keys(dependencies)) {
    const link = join(installed, 'node_modules', dependency)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(home, 'node_modules', dependency), link)
  }
}, 120_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

const command = async (...argv: string[]) =>
  (await exec(process.execPath, [join(installed, 'dist/cli/main.js'), ...argv], { cwd: folder })).stdout

test('the command works from the packed file, in an empty folder', async () => {
  expect(await command('--version')).toBe(`${version}\n`)
  expect(await command('template')).toBe(readFileSync(join(home, 'templates/template.yaml'), 'utf8'))
  expect(await command('rehearse')).toContain('2025-08-28 02:22:01 UTC  test-active-user2: password deleted')
})

test('templates, schema and package.json can be imported by name', async () => {
  const names = ['templates/template.yaml', 'templates/template.readable.yaml', 'findings.schema.json', 'package.json']
  const script = `for (const name of ${JSON.stringify(names)}) console.log(import.meta.resolve('${name}/' + name))`
  const { stdout } = await exec(process.execPath, ['--input-type=module', '-e', script], { cwd: folder })
  const paths = stdout
    .trim()
    .split('\n')
    .map((url) => fileURLToPath(url))
  expect(paths.map((path) => existsSync(path))).toEqual([true, true, true, true])
})

test('nothing of it runs when it is installed', () => {
  expect(Object.keys(scripts).filter((script) => /^(pre|post)?(install|prepare)$/.test(script))).toEqual([])
})

test('what its pages link to is in it', () => {
  const pages = files.filter((path) => path.endsWith('.md'))
  const missing = pages.flatMap((page) =>
    [...readFileSync(join(installed, page), 'utf8').matchAll(/\]\((?!https?:)([^)#\s]+)/g)]
      .map(([, target]) => join(dirname(page), String(target)))
      .filter((target) => !existsSync(join(installed, target)))
      .map((target) => `${page}: ${target}`),
  )
  expect(pages).toContain('README.md')
  expect(missing).toEqual([])
})

test('it holds what is compiled, the templates, examples and pages, and no source, test or cache', () => {
  expect([...new Set(files.map((path) => path.replace(/\/.*/, '')))].toSorted()).toEqual([
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'LICENSE',
    'README.md',
    'dist',
    'docs',
    'examples',
    'package.json',
    'templates',
  ])
  expect(files.filter((path) => path.includes('tsbuildinfo'))).toEqual([])
})
