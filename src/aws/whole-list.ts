import { present } from './present.ts'

type Page = { readonly IsTruncated?: boolean; readonly Marker?: string; readonly NextToken?: string }

/**
 * The items of a list, page by page, by the names that its pages have for them. Every list is read through here.
 * @throws Error for a page without its list, one that is cut short, and one that comes again: half a list is none (S4)
 */
export async function* wholeList<Name extends string, Item>(
  pages: AsyncIterable<{ readonly [name in Name]?: readonly Item[] | undefined }>,
  ...names: readonly Name[]
): AsyncGenerator<Item> {
  const tokens = new Set<string>()
  for await (const page of pages) {
    for (const name of names) yield* present<readonly Item[]>(page[name], name)
    const { IsTruncated, Marker, NextToken } = page as Page
    const token = Marker ?? NextToken
    if (token ? tokens.size === tokens.add(token).size : IsTruncated) throw new Error(`AWS cut ${names[0]} short.`)
  }
}
