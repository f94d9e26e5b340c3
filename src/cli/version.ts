import { readFileSync } from 'node:fs'
import * as v from 'valibot'

/** The package's own version. */
export const version = (): string =>
  v.parse(v.object({ version: v.string() }), JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))).version
