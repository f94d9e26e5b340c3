import type { BrakeEvents, Forecast } from '../rehearsal/forecast.ts'
import { plural } from '../text/plural.ts'

type Braked = Pick<Forecast, 'days' | 'brakePercent'> & { readonly brake: Extract<BrakeEvents, { readonly kind: 'closed' }> }

/** On which days the brake closes, whom it spares, and with what it would not. */
export const brakeSentences = ({ brake, days, brakePercent }: Braked): readonly string[] => [
  `The brake closes on ${spans(brake.days)}, ${brake.days.length} of ${plural(days.length, 'day')}: more than ${brakePercent} % of the users would be hit, so nothing is done.`,
  `In the end ${plural(brake.wouldHit.length, 'user')} would be.`,
  `With --brake-percent ${brake.enough} it stays open.`,
]

/** `day 0 to 5 and 7`. */
function spans(days: readonly number[]): string {
  const found: [number, number][] = []
  for (const day of days) {
    const last = found.at(-1)
    if (last !== undefined && last[1] === day - 1) last[1] = day
    else found.push([day, day])
  }
  return `day ${found.map(([from, to]) => (from === to ? String(from) : `${from} to ${to}`)).join(', ')}`
}

/** The sum of it. */
export function forecastSentence({ totals }: Pick<Forecast, 'totals'>): string {
  const { users, usersWarned, usersRevoked, usersUnused, usersProtected, usersFailed, passwordsRevoked, accessKeysRevoked } = totals
  const some = (count: number, one: string, several: string): string => `${count} ${count === 1 ? one : several}`
  return (
    `Of ${plural(users, 'user')} ${some(usersUnused, 'becomes', 'become')} unused, ${some(usersRevoked, 'loses', 'lose')} something (${plural(passwordsRevoked, 'password')}, ${plural(accessKeysRevoked, 'access key')}), ` +
    `${some(usersWarned, 'is', 'are')} warned before, ${some(usersProtected, 'is', 'are')} left alone on purpose${usersFailed === 0 ? '' : `, for ${usersFailed} the remediation fails`}.`
  )
}
