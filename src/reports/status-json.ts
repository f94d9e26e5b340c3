import type { Status } from '../deployment/status.ts'
import { isoTime, type Instant } from '../judgement/instant.ts'

/** Members that are instants. */
const INSTANTS = new Set(['at', 'since', 'expires', 'invoked', 'notInvoked'])

/** How a deployment stands, for programs: each part is `read` with a value (absent: not there), or `refused` or `unread` with why. */
export const statusJson = ({ names, ...status }: Status): string =>
  JSON.stringify(
    { ...status, names: Object.fromEntries(names) },
    (key, value: unknown) => (INSTANTS.has(key) && typeof value === 'number' ? isoTime(value as Instant) : value),
    2,
  )
