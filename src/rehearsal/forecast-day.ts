import type { Brake } from './brake.ts'
import type { ForecastDay, Revoked, Told } from './forecast.ts'
import type { UserLine } from './log-lines.ts'
import { standingOf, type Limits, type Standing } from './forecast-standing.ts'

/** What was seen of a run and of what followed it. */
export type SeenDay = {
  readonly day: number
  readonly at: Date
  readonly brake: Brake | undefined
  readonly users: readonly UserLine[]
  /** What our runbook left alone on purpose. */
  readonly kept: readonly Told[]
  readonly revoked: readonly Revoked[]
  readonly failed: readonly Told[]
}

const NOBODY = { unused: [], warned: [], excluded: [], kept: [], failed: [], revoked: [] }

/** The days, each with what is new on it. */
export function forecastDays(seen: readonly SeenDay[], limits: Limits): readonly ForecastDay[] {
  let before: Pick<Standing & SeenDay, keyof typeof NOBODY> = NOBODY
  return seen.map((today) => {
    const now = { ...today, ...standingOf(today.users, today.at, limits) }
    const day = forecastDay(now, before)
    before = now
    return day
  })
}

function forecastDay(now: SeenDay & Standing, before: Pick<Standing & SeenDay, keyof typeof NOBODY>): ForecastDay {
  const lost = ids(before.revoked)
  return {
    day: now.day,
    at: now.at.toISOString(),
    outcome: now.brake === undefined ? { kind: 'judged' } : { kind: 'braked', ...now.brake },
    counts: now.counts,
    warned: unlessIn(now.warned, before.warned),
    // Who was unused yesterday, lost something, and is unused again, is so by something else.
    unused: now.unused.filter(({ userId }) => lost.has(userId) || !ids(before.unused).has(userId)),
    revoked: now.revoked,
    protected: [
      ...now.excluded.filter(({ userId, why }) => !before.excluded.some((each) => each.userId === userId && each.why === why)),
      ...unlessIn(now.kept, before.kept),
    ],
    failed: unlessIn(now.failed, before.failed),
  }
}

type Of = { readonly userId: string }

const ids = (those: readonly Of[]): ReadonlySet<string> => new Set(those.map(({ userId }) => userId))

function unlessIn<T extends Of>(those: readonly T[], known: readonly Of[]): readonly T[] {
  const before = ids(known)
  return those.filter(({ userId }) => !before.has(userId))
}
