import { plural } from '../../text/plural.ts'
import type { Bar, Chart } from './chart.ts'
import { countsOf, PICTURED, type Line } from './of-documents.ts'

/** So many bars up to the limit, and as many beyond it, the last of which has no end. */
const HALF = 6

/** How long active credentials have been idle, up to the limit and beyond it. */
export function idleDays(all: readonly Line[], limits: readonly number[]): Chart {
  const idle = all.flatMap(({ credential, standing }) =>
    credential?.clock === undefined ? [] : [{ days: credential.clock.idleDays, standing }],
  )
  const limit = Math.max(1, ...limits)
  const starts = startsUpTo(limit)
  const bars = starts.map((from, place): Bar => {
    const next = starts[place + 1]
    const here = idle.filter(({ days }) => days >= from && (next === undefined || days < next))
    const [tick, name] = wordsOf(from, next)
    return {
      tick,
      name,
      counts: countsOf(here),
    }
  })
  const over = idle.filter(({ days }) => days >= limit).length
  const isOne = new Set(limits).size === 1
  return {
    id: 'idle-days',
    title: 'Idle days of active credentials',
    description: `${plural(idle.length, 'active credential')}${isOne ? `: ${idle.length - over} idle for less than the limit of ${plural(limit, 'day')}, ${over} for as long or longer` : ''}; the longest for ${plural(Math.max(0, ...idle.map(({ days }) => days)), 'day')}.`,
    axis: 'Idle days',
    series: PICTURED,
    bars,
    ...(isOne ? { line: { before: starts.indexOf(limit), label: `limit ${limit}` } } : {}),
  }
}

/** Where bars begin: one of them at the limit. */
function startsUpTo(limit: number): readonly number[] {
  const step = Math.max(1, Math.ceil(limit / HALF))
  const before = Array.from({ length: Math.ceil(limit / step) }, (_, place) => place * step)
  return [...before, ...Array.from({ length: HALF }, (_, place) => limit + place * step)]
}

function wordsOf(from: number, next: number | undefined): readonly [tick: string, name: string] {
  if (next === undefined) return [`${from}+`, `${from} and more`]
  return next === from + 1 ? [String(from), String(from)] : [String(from), `${from} to ${next - 1}`]
}
