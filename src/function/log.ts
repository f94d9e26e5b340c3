/* oxlint-disable no-console -- Lambda's log is the console; with LogFormat JSON each object becomes one JSON line */
type Fields = Readonly<Record<string, unknown>>

export const log = {
  info: (fields: Fields): void => console.info(fields),
  warn: (fields: Fields): void => console.warn(fields),
  error: (fields: Fields): void => console.error(fields),
}
