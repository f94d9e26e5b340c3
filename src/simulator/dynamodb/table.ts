import { invalid, itemBytes, type Item } from './values.ts'

export type TableDefinition = {
  readonly name: string
  readonly arn: string
  readonly id: string
  readonly created: Date
  readonly hashKey: string
  readonly rangeKey: string
}

const ITEM_BYTES = 409_600
const PAGE_BYTES = 1_048_576

/** The two texts of a key, as one. */
type Key = string

/** A table whose items are found by two texts: its partition and its sort key. */
export class Table {
  readonly definition: TableDefinition
  isProtected = false
  recovery: { readonly since: Date; readonly days: number } | undefined
  readonly #items = new Map<Key, Item>()
  #stale: { readonly items: ReadonlyMap<Key, Item>; reads: number } | undefined

  constructor(definition: TableDefinition) {
    this.definition = definition
  }

  get size(): { readonly count: number; readonly bytes: number } {
    return { count: this.#items.size, bytes: [...this.#items.values()].reduce((sum, item) => sum + itemBytes(item), 0) }
  }

  /** Let so many reads that do not ask for consistency show what is there now, whatever is written meanwhile. */
  lag(reads: number): void {
    this.#stale = { items: new Map(this.#items), reads }
  }

  /** @throws ValidationException for a key of another make */
  keyOf(given: Item = {}, exact = true): Key {
    const [hash, range] = this.#texts(given)
    if (hash === undefined || range === undefined || (exact && Object.keys(given).length !== 2))
      throw invalid(
        exact ? 'The provided key element does not match the schema' : 'One or more parameter values were invalid: Missing the key',
      )
    if (hash === '' || range === '')
      throw invalid(
        'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value.',
      )
    return JSON.stringify([hash, range])
  }

  get(key: Key, consistent: boolean): Item | undefined {
    return this.#seen(consistent).get(key)
  }

  /** @throws ValidationException for more than 400 KB */
  put(key: Key, item: Item): void {
    if (itemBytes(item) > ITEM_BYTES) throw invalid('Item size has exceeded the maximum allowed size')
    this.#items.set(key, item)
  }

  /** A page of at most 1 MB, in the order of the keys. */
  page(consistent: boolean, wanted: (item: Item) => boolean, after: Item | undefined, limit = Number.POSITIVE_INFINITY) {
    const isNext = (item: Item): boolean => wanted(item) && (after === undefined || this.#order(item, after) > 0)
    const all = [...this.#seen(consistent).values()].filter((item) => isNext(item)).toSorted((one, other) => this.#order(one, other))
    const items: Item[] = []
    let bytes = 0
    for (const item of all) {
      bytes += itemBytes(item)
      if (items.length >= limit || (items.length > 0 && bytes > PAGE_BYTES)) break
      items.push(item)
    }
    const last = items.at(-1)
    const hasMore = last !== undefined && (items.length < all.length || items.length === limit)
    return { items, LastEvaluatedKey: hasMore ? this.#keyOnly(last) : undefined }
  }

  #texts(item: Item): readonly [string | undefined, string | undefined] {
    const { hashKey, rangeKey } = this.definition
    return [item[hashKey]?.S, item[rangeKey]?.S]
  }

  #order(one: Item, other: Item): number {
    const [[hash = '', range = ''], [otherHash = '', otherRange = '']] = [this.#texts(one), this.#texts(other)]
    if (hash !== otherHash) return hash < otherHash ? -1 : 1
    return range === otherRange ? 0 : range < otherRange ? -1 : 1
  }

  #keyOnly(item: Item): Item {
    const { hashKey, rangeKey } = this.definition
    return Object.fromEntries(Object.entries(item).filter(([name]) => name === hashKey || name === rangeKey))
  }

  #seen(consistent: boolean): ReadonlyMap<Key, Item> {
    const stale = this.#stale
    if (consistent || stale === undefined || stale.reads <= 0) return this.#items
    stale.reads -= 1
    return stale.items
  }
}
