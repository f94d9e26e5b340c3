import { enough } from './brake.ts'
import type { BrakeEvents, Forecast, ForecastDay } from './forecast.ts'
import type { SeenDay } from './forecast-day.ts'
import { wouldBeHit } from './log-lines.ts'

export function brakeEvents(seen: readonly SeenDay[]): BrakeEvents {
  const closed = seen.flatMap(({ day, brake, users }) => (brake === undefined ? [] : [{ day, brake, users }]))
  const last = closed.at(-1)
  if (last === undefined) return { kind: 'never-closed' }
  return {
    kind: 'closed',
    days: closed.map(({ day }) => day),
    enough: Math.max(...closed.map(({ brake }) => enough(brake))),
    wouldHit: wouldBeHit(last.users),
  }
}

/** Users are counted once, however often something befalls them. */
export function totalsOf(days: readonly ForecastDay[]): Forecast['totals'] {
  const counted = (of: 'warned' | 'unused' | 'revoked' | 'protected' | 'failed'): number =>
    new Set(days.flatMap((day) => day[of].map(({ userId }) => userId))).size
  const credentials = (kind: 'password' | 'access-key'): number =>
    days.reduce((sum, { revoked }) => sum + revoked.filter(({ credential }) => credential.kind === kind).length, 0)
  return {
    users: days[0]?.counts.users ?? 0,
    usersWarned: counted('warned'),
    usersUnused: counted('unused'),
    usersRevoked: counted('revoked'),
    usersProtected: counted('protected'),
    usersFailed: counted('failed'),
    passwordsRevoked: credentials('password'),
    accessKeysRevoked: credentials('access-key'),
  }
}
