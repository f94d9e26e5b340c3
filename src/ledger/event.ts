import { instant, isoTime, type Instant } from '../judgement/instant.ts'

const KINDS = ['revoking', 'revoked', 'not-revoked', 'restoring', 'restored', 'not-restored', 'seen-live-again'] as const

/**
 * What happened to a credential. An act is written twice, under one id: the intent before it (`revoking`, `restoring`), and after it what is known to have come of it
 * (`revoked`, `not-revoked`, `restored`, `not-restored`). Whoever comes upon an intent that nobody closed and finds the credential gone writes `revoked` under another id.
 * `seen-live-again`: somebody switched on by hand what was revoked.
 */
export type EventKind = (typeof KINDS)[number]

/** What every event tells, whoever writes it. */
export type LedgerEvent = {
  readonly id: string
  readonly kind: EventKind
  /** The instant of the act, not of the judgement that led to it. */
  readonly at: Instant
  /** Idle days and limit then, where they are what led to it. */
  readonly idleDays: number | undefined
  readonly limitDays: number | undefined
  /** The caller's ARN. */
  readonly by: string
  /** What it was done for: an execution's id, a plan's digest, a run of the rule. */
  readonly errand: string
  /** The user's name then. */
  readonly userName: string
}

/** Clocks differ by so much at most (S5); whatever lies further ahead cannot be true. */
const SKEW_MS = 300_000

export const eventText = ({ id, kind, at, idleDays, limitDays, by, errand, userName }: LedgerEvent): string =>
  JSON.stringify({ id, kind, at: isoTime(at), idleDays, limitDays, by, errand, userName })

/** @throws Error for anything but what `eventText` writes, and for an instant that lies ahead of `now` (S10) */
export function parseEvent(text: unknown, now: Instant): LedgerEvent {
  const event = Object(JSON.parse(String(text))) as LedgerEvent
  const read = { ...event, at: instant(event.at) }
  const { id, kind, at, idleDays, limitDays, by, errand, userName } = read
  const isTyped =
    [id, by, errand, userName].every(isText) && [idleDays ?? 0, limitDays ?? 0].every(Number.isInteger) && KINDS.includes(kind)
  if (!isTyped || eventText(read) !== text) throw new Error(`this is no event: ${String(text)}`)
  if (at > now + SKEW_MS) throw new Error(`${isoTime(at)} lies ahead`)
  return read
}

const isText = (value: unknown): boolean => typeof value === 'string'
