// Writes src/simulator/front/constraints.ts: what AWS publishes of the lengths, ranges, patterns and enumerations of the input members of the operations that the simulator offers.
//
//   node scripts/constraints.mjs DIRECTORY     a checkout of boto/botocore, or an installed one: what has data/iam/2010-05-08/service-2.json in it
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

const SERVICES = [
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
  'sts',
]

/** Longer enumerations (the resource types of AWS Config) are left out. */
const ENUM = 60

const [directory] = process.argv.slice(2)
if (directory === undefined) throw new Error('Give the directory of botocore: node scripts/constraints.mjs DIRECTORY')
const data = [join(directory, 'data'), join(directory, 'botocore', 'data')].find((each) => existsSync(each))
if (data === undefined) throw new Error(`There is no data in ${directory}.`)

const root = new URL('../src/simulator/', import.meta.url)
const services = SERVICES.map((service) => ({ service, ...constraintsOf(service, model(service)) }))
const body = services.map(
  ({ service, facts, operations }) =>
    `  ${service}: {\n    facts: {\n${lines(facts)}    },\n    operations: {\n${lines(operations)}    },\n  },\n`,
)
writeFileSync(
  new URL('front/constraints.ts', root),
  `import type { Constraints } from './fact.ts'

/** What AWS publishes of the members of inputs: made by scripts/constraints.mjs, not by hand. Those of members that no operation honours are left out. */
export const CONSTRAINTS: Readonly<Record<string, Constraints>> = {
${body.join('')}} // prettier-ignore
`,
)

function lines(record) {
  return Object.entries(record)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `      ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`)
    .join('')
}

function model(service) {
  const version = readdirSync(join(data, service)).toSorted().at(-1)
  const path = join(data, service, version, 'service-2.json')
  return JSON.parse(existsSync(path) ? readFileSync(path, 'utf8') : gunzipSync(readFileSync(`${path}.gz`)).toString())
}

function constraintsOf(service, { shapes, operations }) {
  const facts = {}
  const found = {}
  for (const [name, honours] of offered(service)) {
    const members = {}
    const { input } = operations[name]
    if (input !== undefined) walk(input.shape, '', [])
    if (Object.keys(members).length > 0) found[name] = members

    function walk(shapeName, path, above) {
      if (above.includes(shapeName)) return
      const shape = shapes[shapeName]
      const fact = factOf(shape)
      if (fact !== undefined && honours(path)) {
        facts[shapeName] = fact
        members[path] = shapeName
      }
      const next = [...above, shapeName]
      if (shape.type === 'structure')
        for (const [member, { shape: below }] of Object.entries(shape.members))
          walk(below, path === '' ? member : `${path}.${member}`, next)
      if (shape.type === 'list') walk(shape.member.shape, `${path}[]`, next)
      if (shape.type === 'map') walk(shape.value.shape, `${path}{}`, next)
    }
  }
  return { facts, operations: found }
}

function factOf({ min, max, pattern, enum: values, sensitive }) {
  if (min === undefined && max === undefined && pattern === undefined && values === undefined) return undefined
  return {
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(values === undefined || values.length > ENUM ? {} : { values }),
    ...(sensitive === true ? { sensitive } : {}),
  }
}

/** The operations that the sources offer, and which paths of their inputs are honoured: what is listed, what is in it, and what it is in. */
function offered(service) {
  const folders = (service === 'cloudformation' ? [service, 'stacksets'] : [service]).map((name) => new URL(`${name}/`, root))
  const text = folders.flatMap((folder) => readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'))).join('\n')
  return [...text.matchAll(/\boperation\(\s*(\w+)\$,\s*\[([^\]]*(?:\[\][^\]]*)*)\],\s*(?:async )?\(/g)].map(([, name, list]) => {
    const listed = [...list.matchAll(/'([\w.[\]{}]+)(?:=\w*)?'/g)].map(([, path]) => path)
    const isIn = (inner, outer) => inner === outer || (inner.startsWith(outer) && /^[.[{]/.test(inner.slice(outer.length)))
    // What a list takes from a constant is not looked up: all is taken.
    return [name, (path) => path !== '' && (list.includes('...') || listed.some((each) => isIn(path, each) || isIn(each, path)))]
  })
}
