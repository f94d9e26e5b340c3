import { UsageError } from './io.ts'

/** Options of a whole organization mean nothing for one account. @throws UsageError that names the first that was said */
export function refuseStray<N extends string>(names: readonly N[], said: Readonly<Partial<Record<N, unknown>>>): void {
  const stray = names.find((name) => said[name] !== undefined)
  if (stray !== undefined)
    throw new UsageError(
      `--${stray.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} is of a whole organization: say --organization as well.`,
    )
}

/** @throws UsageError for an id that cannot be one of an account, or of a unit */
export function refuseNoIds(accounts: readonly string[], units: readonly string[]): void {
  for (const id of accounts) if (!/^\d{12}$/.test(id)) throw new UsageError(`"${id}" is no account id: it must be 12 digits.`)
  for (const id of units)
    if (!/^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/.test(id))
      throw new UsageError(`"${id}" is no id of a unit: it must be as ou-root-12345678, or a root's as r-root.`)
}
