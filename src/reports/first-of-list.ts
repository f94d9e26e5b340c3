/** The first element of a list that is written as JSON; undefined for any other text. */
export function firstOfList(text: string): unknown {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list[0] : undefined
  } catch {
    return undefined
  }
}
