import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { CONSTRAINTS } from '../../src/simulator/front/constraints.ts'
import { operationsOf, SERVICES } from '../../src/simulator/front/services.ts'
import { botocore } from '../support/installed.ts'

type Shape = {
  readonly type: string
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  readonly enum?: readonly string[]
  readonly members?: Readonly<Record<string, { readonly shape: string }>>
  readonly member?: { readonly shape: string }
  readonly value?: { readonly shape: string }
}

type Model = {
  readonly operations: Readonly<Record<string, { readonly input?: { readonly shape: string } }>>
  readonly shapes: Readonly<Record<string, Shape>>
}

const data = botocore()

function modelOf(service: string): Model {
  const folder = join(String(data), service)
  const path = join(folder, readdirSync(folder).toSorted().at(-1) ?? '', 'service-2.json')
  return JSON.parse(existsSync(path) ? readFileSync(path, 'utf8') : gunzipSync(readFileSync(`${path}.gz`)).toString()) as Model
}

const isConstrained = ({ min, max, pattern, enum: values }: Shape): boolean => (min ?? max ?? pattern ?? values) !== undefined

/** The paths of an input of which AWS publishes what they must be like. */
function constrained({ shapes }: Model, name: string, path = '', above: readonly string[] = []): readonly string[] {
  const shape = shapes[name]
  if (shape === undefined || above.includes(name)) return []
  const below = [...above, name]
  const inMembers = Object.entries(shape.members ?? {}).flatMap(([member, { shape: of }]) =>
    constrained({ shapes, operations: {} }, of, path === '' ? member : `${path}.${member}`, below),
  )
  const inItems =
    shape.type === 'list' && shape.member !== undefined
      ? constrained({ shapes, operations: {} }, shape.member.shape, `${path}[]`, below)
      : []
  const inValues =
    shape.type === 'map' && shape.value !== undefined ? constrained({ shapes, operations: {} }, shape.value.shape, `${path}{}`, below) : []
  return [...(isConstrained(shape) && path !== '' ? [path] : []), ...inMembers, ...inItems, ...inValues]
}

const isHonoured = (path: string, honours: readonly string[]): boolean =>
  honours.map((each) => each.replace(/=.*/, '')).some((each) => isIn(path, each) || isIn(each, path))

const isIn = (inner: string, outer: string): boolean =>
  inner === outer || (inner.startsWith(outer) && /^[.[{]/.test(inner.slice(outer.length)))

test.skipIf(data === undefined)(
  'what AWS publishes of a member that is honoured is checked (skipped where botocore is not installed; BOTOCORE names its folder)',
  async () => {
    const missing: string[] = []
    let count = 0
    for (const service of SERVICES) {
      const model = modelOf(service.name)
      for (const { name, honours } of (await operationsOf(service)).values()) {
        const listed = CONSTRAINTS[service.name]?.operations[name] ?? {}
        const input = model.operations[name]?.input?.shape
        if (input === undefined) continue
        for (const path of constrained(model, input).filter((each) => isHonoured(each, honours))) {
          count += 1
          if (!Object.hasOwn(listed, path)) missing.push(`${service.name}:${name} ${path}`)
        }
      }
    }
    expect(missing).toEqual([])
    expect(count).toBeGreaterThan(500)
  },
)
