import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const SRC = resolve(import.meta.dirname, '../src')

/** Who may import whom, folder by folder. An edge that is not here fails, and so does one that nobody uses any more. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  judgement: [],
  exclusions: ['judgement'],
  findings: ['exclusions', 'judgement', 'ledger', 'text'],
  stream: [],
  text: [],
  inventory: ['exclusions', 'judgement', 'ledger', 'stream'],
  aws: ['deployment', 'inventory', 'judgement', 'ledger', 'organization', 'revocation', 'stream'],
  ledger: ['judgement'],
  revocation: ['exclusions', 'inventory', 'judgement', 'ledger', 'stream'],
  function: ['aws', 'exclusions', 'function/rule', 'function/runbook', 'inventory', 'judgement', 'ledger'],
  'function/rule': ['aws', 'exclusions', 'function', 'inventory', 'judgement', 'ledger'],
  'function/runbook': ['aws', 'function', 'judgement', 'revocation', 'stream'],
  stack: ['exclusions'],
  deployment: ['judgement'],
  simulator: [],
  rehearsal: ['simulator'],
  organization: ['findings', 'judgement', 'stream', 'text'],
  plan: ['exclusions', 'inventory', 'judgement', 'ledger', 'revocation', 'stream', 'text'],
  scan: ['exclusions', 'findings', 'inventory', 'judgement', 'ledger', 'revocation', 'stream'],
  snapshot: ['exclusions', 'inventory', 'judgement', 'ledger', 'revocation', 'stream'],
  reports: ['deployment', 'exclusions', 'findings', 'judgement', 'organization', 'plan', 'rehearsal', 'reports/html', 'text'],
  'reports/html': ['exclusions', 'findings', 'judgement', 'rehearsal', 'reports', 'text'],
  'reports/html/browser': [],
  cli: [
    'aws',
    'deployment',
    'exclusions',
    'findings',
    'inventory',
    'judgement',
    'ledger',
    'organization',
    'plan',
    'rehearsal',
    'reports',
    'revocation',
    'scan',
    'simulator',
    'snapshot',
    'stack',
    'stream',
    'text',
  ],
  '.': ['aws', 'exclusions', 'inventory', 'judgement'],
}

/** Packages that only these folders may import; any other package is free for all but the pure folders. */
const ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  '@aws-sdk/client-iam': ['aws', 'simulator'],
  '@aws-sdk/client-ssm': ['aws', 'simulator'],
  '@aws-sdk/client-organizations': ['aws', 'rehearsal', 'simulator'],
  '@aws-sdk/client-dynamodb': ['aws', 'simulator'],
  'aws-cdk-lib': ['stack'],
  constructs: ['stack'],
  commander: ['cli'],
  '@commander-js/extra-typings': ['cli'],
  '@bomb.sh/tab': ['cli'],
}

const PURE = ['judgement', 'exclusions', 'ledger']

type Import = { readonly file: string; readonly from: string; readonly specifier: string; readonly to: string | undefined }

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

/** Rooms within a room: the function's two doors, neither of which knows the other one; pages, and what runs in a browser and is imported by nobody. */
const ROOMS = ['function/rule', 'function/runbook', 'reports/html/browser', 'reports/html']

const folderOf = (path: string): string =>
  ROOMS.find((room) => path.startsWith(`${room}/`)) ?? (path.includes('/') ? (path.split('/')[0] ?? '.') : '.')

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

  test('judgement, exclusions and ledger import no package', () => {
    expect(imports.filter(({ from, to }) => PURE.includes(from) && to === undefined)).toEqual([])
  })

  test('findings import what makes a document and its digest, and no other package', () => {
    expect([
      ...new Set(imports.flatMap(({ from, to, specifier }) => (from === 'findings' && to === undefined ? [specifier] : []))),
    ]).toEqual(['valibot', 'node:crypto'])
  })

  test.for(Object.entries(ONLY_IN))('%s is imported in %j alone', ([name, folders]) => {
    const outside = imports.filter(
      ({ specifier, from }) => (specifier === name || specifier.startsWith(`${name}/`)) && !folders.includes(from),
    )
    expect(outside.map(({ file }) => file)).toEqual([])
  })
})

/** The rooms of the simulator's house, storey by storey. A room knows only rooms of lower storeys, none of its own. Its roof (the files outside of rooms) knows all. */
const STOREYS = [
  ['policy'],
  ['world'],
  [
    'account',
    'cloudformation',
    'cloudwatch',
    'config',
    'dynamodb',
    'iam',
    'lambda',
    'logs',
    'organizations',
    'ram',
    'securityhub',
    'sns',
    'ssm',
    'stacksets',
    'sts',
  ],
  ['front'],
]

describe("the simulator's house", () => {
  const SIMULATOR = join(SRC, 'simulator')
  const rooms = STOREYS.flat()
  const storey = (room: string): number => STOREYS.findIndex((each) => each.includes(room))
  const steps = imports
    .filter(({ from, specifier }) => from === 'simulator' && specifier.startsWith('.'))
    .map(({ file, specifier }) => ({
      from: folderOf(relative(SIMULATOR, join(SRC, file))),
      to: folderOf(relative(SIMULATOR, join(SRC, dirname(file), specifier))),
      file,
    }))
    .filter(({ from, to }) => from !== '.' && from !== to)

  test('has these rooms', () => {
    const found = new Set(files.flatMap((file) => (file.startsWith('simulator/') ? [folderOf(relative('simulator', file))] : [])))
    expect([...found].toSorted()).toEqual(['.', ...rooms].toSorted())
  })

  const isAllowed = ({ from, to }: { readonly from: string; readonly to: string }): boolean => to !== '.' && storey(to) < storey(from)

  test('every room looks down alone: no service knows another one', () => {
    expect(steps.filter((step) => !isAllowed(step))).toEqual([])
  })

  test('one that looked at another service would be found, and one that looked out of the roof', () => {
    expect(
      [
        { from: 'config', to: 'lambda' },
        { from: 'iam', to: 'front' },
        { from: 'world', to: '.' },
      ].filter((step) => isAllowed(step)),
    ).toEqual([])
  })
})

/** Files that import one another in a circle, type imports included: each such knot. */
function knots(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const reach = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>()
    const queue = [...(graph.get(from) ?? [])]
    for (let next = queue.pop(); next !== undefined; next = queue.pop())
      if (!seen.has(next)) {
        seen.add(next)
        queue.push(...(graph.get(next) ?? []))
      }
    return seen
  }
  const reached = new Map([...graph.keys()].map((file) => [file, reach(file)]))
  const circular = [...graph.keys()].filter((file) => reached.get(file)?.has(file) === true)
  const together = circular.map((file) =>
    circular.filter((other) => reached.get(file)?.has(other) === true && reached.get(other)?.has(file) === true),
  )
  return [...new Map(together.map((knot) => [knot.join(' '), knot])).values()]
}

describe('circles of files', () => {
  const graph = new Map(
    files.map((file) => [
      file,
      imports.filter((each) => each.file === file && each.specifier.startsWith('.')).map(({ specifier }) => join(dirname(file), specifier)),
    ]),
  )

  test('there is none in src', () => {
    expect(graph.size).toBeGreaterThan(200)
    expect(knots(graph)).toEqual([])
  })

  test('one would be found', () => {
    const circle = new Map([...graph, ['judgement/instant.ts', ['judgement/verdict.ts']]])
    expect(knots(circle)).toEqual([expect.arrayContaining(['judgement/instant.ts', 'judgement/verdict.ts'])])
  })
})

describe('what is loaded at the start', () => {
  /** Files and packages that are loaded with a file: not those of types alone, nor those that are imported when they are needed. */
  function loadedWith(file: string, found = new Set<string>()): ReadonlySet<string> {
    found.add(file)
    const text = readFileSync(join(SRC, file), 'utf8')
    for (const [, specifier = ''] of text.matchAll(/^(?:import|export)\s+(?!type\b)[^;'"]*?from\s+'([^']+)'/gm)) {
      const to = specifier.startsWith('.') ? join(dirname(file), specifier) : specifier
      if (!specifier.startsWith('.')) found.add(specifier)
      else if (!found.has(to)) loadedWith(to, found)
    }
    return found
  }

  const packages = (file: string): readonly string[] => [...loadedWith(file)].filter((each) => /^(@aws-sdk|yaml$)/.test(each)).toSorted()

  test('with the command line, nothing of AWS', () => {
    expect(packages('cli/main.ts')).toEqual([])
  })

  test("with the simulator, IAM's client and no other, and no template parser", () => {
    expect(packages('simulator/index.ts')).toEqual(['@aws-sdk/client-iam', '@aws-sdk/core/protocols'])
  })

  test('with a service, its own client', () => {
    expect(packages('simulator/sts/operations.ts')).toContain('@aws-sdk/client-sts')
  })
})

describe('files', () => {
  /** What scripts write, from what AWS publishes and from the pages' style and script. */
  const GENERATED = ['reports/html/assets.ts', 'simulator/front/constraints.ts']
  const tooLong = (lines: readonly (readonly [file: string, count: number])[]) =>
    lines.filter(([file, count]) => count > 200 && !GENERATED.includes(file)).map(([file]) => file)

  test('have at most 200 lines, but for those that are generated', () => {
    const lines = files.map((file) => [file, readFileSync(join(SRC, file), 'utf8').split('\n').length - 1] as const)
    expect(tooLong(lines)).toEqual([])
    expect(GENERATED.filter((file) => !files.includes(file))).toEqual([])
  })

  test('one of 201 would be found', () => {
    expect(tooLong([...GENERATED.map((file) => [file, 900] as const), ['stack/permissions.ts', 201], ['stack/trust.ts', 200]])).toEqual([
      'stack/permissions.ts',
    ])
  })
})

describe('the clock', () => {
  const CLOCK = /\bDate\.now\(|new Date\(\)|performance\.now\(/

  test('is read at the edges alone', () => {
    expect(files.filter((file) => CLOCK.test(readFileSync(join(SRC, file), 'utf8'))).toSorted()).toEqual([
      'cli/terminal.ts',
      'function/handler.ts',
      'simulator/world/clock.ts',
    ])
  })
})

describe("AWS's lists", () => {
  /** Where pages go elsewhere than through wholeList, which knows a list that is missing or cut short. */
  const unchecked = (text: string): readonly string[] =>
    [...text.matchAll(/.*(?:\bpaginate\w+\(|\bpages\b)/g)]
      .map(([line]) => line)
      .filter((line) => !/wholeList(<.*>)?\((pages|paginate\w+\()$|const pages = (paginate\w+\()?$/.test(line))

  test('are read through one function', () => {
    const adapters = files.filter((file) => file.startsWith('aws/') && file !== 'aws/whole-list.ts')
    expect(adapters.flatMap((file) => unchecked(readFileSync(join(SRC, file), 'utf8')))).toEqual([])
  })

  test.for(['for await (const { Tags = [] } of pages)', 'collect(paginateListUsers({ client }, {}))', 'const all = paginateListUsers({'])(
    '%s would be found',
    (line) => {
      expect(unchecked(line)).toHaveLength(1)
    },
  )
})
