import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const SRC = resolve(import.meta.dirname, '../src')

/** Who may import whom, folder by folder. An edge that is not here fails, and so does one that nobody uses any more. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  judgement: [],
  exclusions: ['judgement'],
  stream: [],
  inventory: ['exclusions', 'judgement', 'ledger', 'stream'],
  aws: ['inventory', 'judgement', 'ledger', 'revocation', 'stream'],
  'config-rule': ['aws', 'exclusions', 'inventory', 'judgement'],
  ledger: ['judgement'],
  revocation: ['exclusions', 'inventory', 'judgement', 'ledger'],
  runbook: ['aws', 'config-rule', 'exclusions', 'inventory', 'judgement', 'revocation', 'stream'],
  lambda: ['aws', 'config-rule', 'judgement', 'runbook'],
  stack: ['exclusions'],
  simulator: [],
  rehearsal: ['simulator'],
  plan: [],
  reports: ['plan', 'rehearsal'],
  cli: ['aws', 'exclusions', 'inventory', 'judgement', 'ledger', 'plan', 'rehearsal', 'reports', 'revocation', 'simulator', 'stream'],
  '.': ['aws', 'exclusions', 'inventory', 'judgement'],
}

/** Packages that only these folders may import; any other package is free for all but the pure folders. */
const ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  '@aws-sdk/client-iam': ['aws', 'simulator'],
  '@aws-sdk/client-ssm': ['aws', 'simulator'],
  'aws-cdk-lib': ['stack'],
  constructs: ['stack'],
  commander: ['cli'],
  '@commander-js/extra-typings': ['cli'],
}

const PURE = ['judgement', 'exclusions']

type Import = { readonly file: string; readonly from: string; readonly specifier: string; readonly to: string | undefined }

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

const folderOf = (path: string): string => (path.includes('/') ? (path.split('/')[0] ?? '.') : '.')

const imports: readonly Import[] = files.flatMap((file) =>
  [...readFileSync(join(SRC, file), 'utf8').matchAll(/(?:from\s+|import\s*\(\s*)'([^']+)'/g)].map(([, specifier = '']) => ({
    file,
    from: folderOf(file),
    specifier,
    to: specifier.startsWith('.') ? folderOf(relative(SRC, join(SRC, dirname(file), specifier))) : undefined,
  })),
)

const edges = new Set(imports.flatMap(({ from, to }) => (to === undefined || to === from ? [] : [`${from} -> ${to}`])))

describe('who imports whom', () => {
  test('only what is allowed, and all that is allowed is used', () => {
    const allowed = Object.entries(MAY_IMPORT).flatMap(([from, tos]) => tos.map((to) => `${from} -> ${to}`))
    expect([...edges].toSorted()).toEqual(allowed.toSorted())
  })

  test('judgement and exclusions import no package', () => {
    expect(imports.filter(({ from, to }) => PURE.includes(from) && to === undefined)).toEqual([])
  })

  test.for(Object.entries(ONLY_IN))('%s is imported in %j alone', ([name, folders]) => {
    const outside = imports.filter(
      ({ specifier, from }) => (specifier === name || specifier.startsWith(`${name}/`)) && !folders.includes(from),
    )
    expect(outside.map(({ file }) => file)).toEqual([])
  })
})

describe('the clock', () => {
  const CLOCK = /\bDate\.now\(|new Date\(\)|performance\.now\(/

  test('is read at the edges alone', () => {
    expect(files.filter((file) => CLOCK.test(readFileSync(join(SRC, file), 'utf8'))).toSorted()).toEqual([
      'cli/terminal.ts',
      'lambda/handler.ts',
      'simulator/clock.ts',
    ])
  })
})
