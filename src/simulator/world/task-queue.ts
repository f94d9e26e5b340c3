export type Task = { readonly at: number; readonly order: number; readonly run: () => void | Promise<void> }

/** What is scheduled, the earliest first, and of the same instant in the order in which it was scheduled: a binary heap. */
export class TaskQueue {
  readonly #heap: Task[] = []

  add(task: Task): void {
    const heap = this.#heap
    let at = heap.length
    for (let parent = parentOf(at); at > 0 && isBefore(task, heap[parent]); parent = parentOf(at)) {
      heap[at] = heap[parent] ?? task
      at = parent
    }
    heap[at] = task
  }

  /** Take out the first task, if it is due by then. */
  takeDue(by: number): Task | undefined {
    const [first] = this.#heap
    if (first === undefined || first.at > by) return undefined
    const last = this.#heap.pop()
    if (last !== undefined && last !== first) this.#sink(last)
    return first
  }

  clear(): void {
    this.#heap.length = 0
  }

  /** Let a task find its place from the top. */
  #sink(task: Task): void {
    const heap = this.#heap
    let at = 0
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      const child = isBefore(heap[right], heap[left]) ? right : left
      const earlier = heap[child]
      if (earlier === undefined || !isBefore(earlier, task)) break
      heap[at] = earlier
      at = child
    }
    heap[at] = task
  }
}

const parentOf = (at: number): number => (at - 1) >> 1

const isBefore = (one: Task | undefined, other: Task | undefined): boolean =>
  one !== undefined && (other === undefined || one.at < other.at || (one.at === other.at && one.order < other.order))
