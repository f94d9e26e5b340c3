/** Whether a value that came in as JSON or YAML is nested deeper than so many levels. Looks no deeper than that itself. */
export function isDeeperThan(levels: number, value: unknown): boolean {
  let here: unknown[] = [value]
  for (let level = 0; here.length > 0; level += 1) {
    if (level > levels) return true
    here = here.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
  }
  return false
}
