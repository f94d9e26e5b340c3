/** A record's own entry: never what every object has (`constructor`, `toString`), whatever the key says. */
export const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined
