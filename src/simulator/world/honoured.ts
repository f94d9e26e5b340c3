/**
 * The input members that an operation honours, by their paths: `Name`, `Filters[].Key`, `Code.ZipFile`, `Parameters{}.Values`. One that is named without what is in it is honoured whole;
 * of `DisableRollback=false` that value alone, which asks for what is done anyway.
 */
export type Honoured<Input> = readonly (Member<Input> | `${Member<Input>}${'.' | '[]' | '{}' | '='}${string}`)[]

type Member<Input> = Input extends unknown ? keyof Input & string : never

/** What of an input is honoured, by member: what is in it, all of it, or one value. */
export type HonouredTree = { readonly [step: string]: HonouredTree | Leaf }

type Leaf = { readonly kind: 'whole' } | { readonly kind: 'only'; readonly value: string }

/** The paths as a tree; an element of a list is the member `[]`, a value of a map `{}`. */
export function treeOf(paths: readonly string[]): HonouredTree {
  const root = emptyTree()
  for (const path of paths) {
    const [steps = '', value] = path.split('=')
    plant(root, stepsOf(steps), value === undefined ? { kind: 'whole' } : { kind: 'only', value })
  }
  return root
}

type Growing = { [step: string]: Growing | Leaf }

const emptyTree = (): Growing => Object.create(null) as Growing

function plant(tree: Growing, [step = '', ...rest]: readonly string[], leaf: Leaf): void {
  const present = tree[step]
  if (rest.length === 0) tree[step] = leaf
  else if (!isLeaf(present)) {
    const below = present ?? emptyTree()
    tree[step] = below
    plant(below, rest, leaf)
  }
}

const stepsOf = (path: string): readonly string[] => path.replaceAll('[]', '.[]').replaceAll('{}', '.{}').split('.')

const isLeaf = (tree: Growing | HonouredTree | Leaf | undefined): tree is Leaf => typeof tree?.['kind'] === 'string'

/** The path of the first member that is given and not honoured, or undefined. What is empty is not given: it asks for nothing. */
export function notHonoured(tree: HonouredTree, given: unknown): string | undefined {
  if (!isGiven(given) || typeof given !== 'object' || given === null) return undefined
  const step = Array.isArray(given) ? '[]' : '{}'
  const ofItems = tree[step]
  for (const [name, value] of Object.entries(given)) {
    if (!isGiven(value)) continue
    const path = ofItems === undefined ? name : step
    const honoured = ofItems ?? tree[name]
    if (honoured === undefined) return path
    if (isLeaf(honoured)) {
      if (honoured.kind === 'only' && String(value) !== honoured.value) return path
      continue
    }
    const below = notHonoured(honoured, value)
    if (below !== undefined) return /^[[{]/.test(below) ? `${path}${below}` : `${path}.${below}`
  }
  return undefined
}

function isGiven(value: unknown): boolean {
  if (value === undefined || value === null) return false
  if (typeof value !== 'object' || ArrayBuffer.isView(value) || value instanceof Date) return true
  return Object.values(value).some((each) => isGiven(each))
}
