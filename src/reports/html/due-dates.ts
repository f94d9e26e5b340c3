import { daysBetween, instant, isoTime, plusDays, type Instant } from '../../judgement/instant.ts'
import { plural } from '../../text/plural.ts'
import type { Bar, Chart } from './chart.ts'
import { dayText } from './day-text.ts'
import { countsOf, PICTURED, type Line, type RowStanding } from './of-documents.ts'

/** So many bars, about: with a limit of 90 days one is a week. */
const BARS = 13

/** How many days from the first it becomes unused; undefined for what is so already. */
type Due = { readonly standing: RowStanding; readonly day: number | undefined }

/** When active credentials become unused if nothing happens, and when exclusions of users end, from a moment on. */
export function dueDates(all: readonly Line[], from: Instant, limits: readonly number[]): Chart {
  const first = instant(isoTime(from).slice(0, 10))
  const due = all.flatMap((line) => dueOf(line, first))
  const last = Math.max(1, ...limits, ...due.map(({ day = 0 }) => day))
  const step = Math.ceil(last / BARS)
  const ends = endsOf(all, first)
  const periods = Array.from({ length: Math.floor(last / step) + 1 }, (_, place) => place * step)
  return {
    id: 'due-dates',
    title: 'When credentials become unused',
    description: described(due, ends.filter((day) => day < periods.length * step).length, first),
    axis: step === 1 ? 'Day' : 'Days',
    series: PICTURED,
    bars: [
      { tick: 'now', name: 'Already', counts: countsOf(due.filter(({ day }) => day === undefined)) },
      ...periods.map((begin): Bar => {
        const isIn = (day: number | undefined): boolean => day !== undefined && day >= begin && day < begin + step
        const [one, other] = [plusDays(first, begin), plusDays(first, begin + step - 1)]
        return {
          tick: dayText(dayOf(one)),
          name: step === 1 ? dayOf(one) : `${dayOf(one)} to ${dayOf(other)}`,
          counts: countsOf(due.filter(({ day }) => isIn(day))),
          marks: ends.filter((day) => isIn(day)).length,
        }
      }),
    ],
    marks: 'Users whose exclusion ends',
  }
}

function dueOf({ credential, standing }: Line, first: Instant): readonly Due[] {
  if (credential?.clock === undefined || standing === 'unknown') return []
  return [{ standing, day: credential.verdict === 'unused' ? undefined : daysBetween(first, instant(credential.clock.due)) }]
}

/** Days from the first on which an exclusion of a user holds for the last time. */
function endsOf(all: readonly Line[], first: Instant): readonly number[] {
  const users = new Set(all.map(({ user }) => user))
  return [...users].flatMap(({ verdict }) => {
    if (verdict.kind !== 'excluded' || verdict.until === undefined) return []
    const last = instant(verdict.until)
    return last < first ? [] : [daysBetween(first, last)]
  })
}

function described(due: readonly Due[], ends: number, first: Instant): string {
  const judged = due.filter(({ standing }) => standing !== 'excluded')
  const coming = judged.flatMap(({ day }) => (day === undefined ? [] : [day]))
  return [
    `${plural(judged.length - coming.length, 'credential')} unused already.`,
    ...(coming.length === 0
      ? []
      : [`If nothing happens ${coming.length} more will be, the first of them on ${dayOf(plusDays(first, Math.min(...coming)))}.`]),
    ...(ends === 0 ? [] : [`The exclusion of ${plural(ends, 'user')} ends in this time.`]),
  ].join(' ')
}

const dayOf = (at: Instant): string => isoTime(at).slice(0, 10)
