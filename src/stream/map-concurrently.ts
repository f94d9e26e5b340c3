/**
 * Map what comes, so many at a time, and give the results in the order of the source. The first failure ends it, after everything that was
 * under way has settled: no promise is left behind. (Small, because it rides in the Lambda's template: docs/decisions/0004-bytes-in-the-template.md)
 */
export async function* mapConcurrently<T, R>(
  source: Iterable<T> | AsyncIterable<T>,
  limit: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R, undefined> {
  const running: Promise<R>[] = []
  try {
    for await (const item of source) {
      const result = map(item)
      // Its failure is met below, when its turn comes; until then it must not count as unhandled.
      result.catch(() => undefined)
      running.push(result)
      const first = running.length >= limit ? running.shift() : undefined
      if (first !== undefined) yield await first
    }
    for (let first = running.shift(); first !== undefined; first = running.shift()) yield await first
  } finally {
    await Promise.allSettled(running)
  }
}

export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of source) items.push(item)
  return items
}
