/** The SDK types every field as optional. A field that AWS always sends and that is missing means the answer made no sense (S4). */
export function present<T>(value: T | undefined, field: string): T {
  if (value === undefined) throw new Error(`AWS answered without ${field}.`)
  return value
}
