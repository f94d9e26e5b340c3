/** What is wrong with a value, in the words of the schemas that Security Hub checks findings by. */
export type Shape = (value: unknown, path: string) => readonly string[]

type Bounds = { readonly min?: number; readonly max?: number }

export const text =
  ({ max, pattern }: { readonly max?: number; readonly pattern?: RegExp } = {}): Shape =>
  (value, path) => {
    const given = String(value)
    if (given.length < 1) return [`${path} should NOT be shorter than 1 characters`]
    if (max !== undefined && given.length > max) return [`${path} should NOT be longer than ${max} characters`]
    const broken = [/\S/, ...(pattern === undefined ? [] : [pattern])].find((each) => !each.test(given))
    return broken === undefined ? [] : [`${path} should match pattern "${broken.source}"`]
  }

export const among =
  (...values: readonly string[]): Shape =>
  (value, path) =>
    values.includes(String(value)) ? [] : [`${path} should be equal to one of the allowed values`]

export const list =
  (item: Shape, { min = 0, max = Number.POSITIVE_INFINITY }: Bounds): Shape =>
  (value, path) => {
    const items = value as readonly unknown[]
    if (items.length < min) return [`${path} should NOT have fewer than ${min} items`]
    if (items.length > max) return [`${path} should NOT have more than ${max} items`]
    return items.flatMap((each, index) => item(each, `${path}[${index}]`))
  }

export const map =
  (max: number, key: Shape, item: Shape): Shape =>
  (value, path) => {
    const entries = Object.entries(value as object)
    if (entries.length > max) return [`${path} should NOT have more than ${max} properties`]
    return entries.flatMap(([name, each]) => [...key(name, `${path} property name`), ...item(each, `${path}['${name}']`)])
  }

/** Each member that is given must be of its shape. */
export const members =
  (shapes: Readonly<Record<string, Shape>>): Shape =>
  (value, path) => {
    const given = value as Readonly<Record<string, unknown>>
    return Object.entries(shapes).flatMap(([name, shape]) => {
      const member = given[name]
      return member === undefined || member === null ? [] : shape(member, `${path}.${name}`)
    })
  }
