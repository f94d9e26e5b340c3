/** Work on all that comes, so many at a time: as soon as one is done the next one is begun. The first failure is thrown once everything under way has settled, and nothing more is begun. */
export async function sideBySide<T>(source: Iterable<T>, limit: number, work: (item: T) => Promise<void>): Promise<void> {
  const items = source[Symbol.iterator]()
  let isOver = false
  const worker = async (): Promise<void> => {
    for (let next = items.next(); next.done !== true && !isOver; next = items.next())
      try {
        await work(next.value)
      } catch (error) {
        isOver = true
        throw error
      }
  }
  const settled = await Promise.allSettled(Array.from({ length: limit }, worker))
  for (const each of settled) if (each.status === 'rejected') throw each.reason
}
