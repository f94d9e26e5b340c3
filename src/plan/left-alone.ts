import { describeExclusion } from '../exclusions/exclusion.ts'
import type { ListedUser } from '../inventory/inventory.ts'
import { credentialId, isLive } from '../judgement/credential.ts'
import { isoTime, type Instant } from '../judgement/instant.ts'
import { clockStart, judge } from '../judgement/verdict.ts'
import { restarted } from '../ledger/clock-start.ts'
import { itemOf, type UserLedger } from '../ledger/item.ts'
import { standing } from '../ledger/standing.ts'
import type { Rules } from '../revocation/account.ts'
import type { LiveUser } from '../revocation/live-user.ts'
import { plural } from '../text/plural.ts'
import { clockIs } from './clock-is.ts'
import type { PlanItem } from './plan.ts'

/** What stands of a planned item now: it would be revoked, or why it is skipped; or why nothing can be said of it (S4). */
export type Standing =
  | { readonly kind: 'due'; readonly item: PlanItem }
  | { readonly kind: 'skipped' | 'unknown'; readonly item: PlanItem; readonly why: string }

/** A user as read a moment ago, and by what is judged. `own` is the access key that signs. */
export type Read = {
  readonly user: ListedUser
  readonly live: LiveUser
  readonly ledger: UserLedger
  readonly rules: Rules
  readonly own: string
}

const HOUR_MS = 3_600_000

export const skipped = (item: PlanItem, why: string): Standing => ({ kind: 'skipped', item, why })

/** @throws Error where its ledger cannot be read */
export function standingOf(item: PlanItem, { user, live, ledger, rules, own }: Read): Standing {
  const { userName, userId } = user
  const { now, limitDays, exclusionOf } = rules
  const credential = live.credentials.find((each) => credentialId(each) === item.credential)
  if (credential === undefined || !isLive(credential)) {
    const { events } = itemOf(ledger, userId, item.credential)
    const last = standing(events) === 'revoked' ? events.findLast(({ kind }) => kind === 'revoked') : undefined
    if (last !== undefined) return skipped(item, `it was revoked already, on ${isoTime(last.at)}, by ${last.by}`)
    return skipped(item, credential === undefined ? 'it no longer exists' : 'it is inactive already')
  }
  if (item.credential === own) return skipped(item, 'it is the access key that this command signs with')
  const exclusion = exclusionOf(user, live.tags)
  if (exclusion !== undefined) return skipped(item, describeExclusion(exclusion))
  const counted = restarted(credential, userId, ledger, now)
  const { kind, idleDays } = { idleDays: 0, ...judge(counted, limitDays, now) }
  const start = clockStart(counted)
  if (kind !== 'unused') return skipped(item, IN_USE[clockIs(counted)](start, now, `idle ${idleDays} of ${plural(limitDays, 'day')}`))
  return { kind: 'due', item: { ...item, userName, clockStart: isoTime(start), clockIs: clockIs(counted), idleDays } }
}

/** Why the clock has not come to the limit, by what it counts from. */
const IN_USE: Readonly<Record<PlanItem['clockIs'], (start: Instant, now: Instant, idle: string) => string>> = {
  'last-use': (start, now) => `used ${ago(start, now)} ago`,
  creation: (start, _, idle) => `${idle}, created ${isoTime(start)}`,
  restart: (start, _, idle) => `${idle}, given back or switched on by hand ${isoTime(start)}`,
}

function ago(then: number, now: number): string {
  const hours = Math.max(0, Math.floor((now - then) / HOUR_MS))
  return hours < 48 ? plural(hours, 'hour') : plural(Math.floor(hours / 24), 'day')
}
