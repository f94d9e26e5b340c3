import { charted, every, percent, round, type Bar, type Chart } from './chart.ts'
import { markup, NOTHING, type Markup } from './markup.ts'

/** Over each lane its heading, then room for a count, then bars. */
const [HEADING, COUNT, PLOT, GAP, TICKS] = [18, 18, 44, 6, 20]
const LANE = HEADING + COUNT + PLOT + GAP

/** So many dates fit under it where there is most room. */
const MOST_TICKS = 12

/** How wide a count is, in hundredths of the picture: where there is most room, and where there is least. */
const [WIDE, NARROW] = [3, 9]

/** Bars that stand out of the common by something else: what that is, and of which it is true. */
export type Shade = { readonly name: string; readonly of: readonly boolean[] }

/** A lane for each series, one under the other, each by its own measure: what happens at the same time stands in one line. `headings` has one for each lane. */
export function lanes(chart: Chart, headings: readonly string[], shade: Shade): Markup {
  const { series, bars } = chart
  const height = series.length * LANE
  const step = 100 / bars.length
  const isShaded = shade.of.some((shaded) => shaded)
  return charted(chart, {
    height: height + TICKS,
    legend: isShaded ? [{ name: shade.name, tone: 'shade' }] : [],
    figures: bars.filter(({ counts }) => counts.some((count) => count > 0)),
    shapes: markup`${bars.map((_, place) =>
      shade.of[place] === true
        ? markup`<rect class="shade" x="${percent(step * place)}" width="${percent(step)}" y="0" height="${height}"/>\n`
        : NOTHING,
    )}${headings.map((heading, lane) => laneOf(chart, lane, heading))}${bars.map((bar, place) => tickOf(bar, place, bars.length, height))}`,
  })
}

function laneOf({ series, bars }: Chart, lane: number, heading: string): Markup {
  const counts = bars.map((bar) => bar.counts[lane] ?? 0)
  const most = Math.max(1, ...counts)
  const floor = lane * LANE + HEADING + COUNT + PLOT
  const step = 100 / bars.length
  const [wide, narrow] = [labelled(counts, WIDE), labelled(counts, NARROW)]
  return markup`<text class="lane" x="0" y="${lane * LANE + HEADING - 4}">${heading}</text>
${bars.map(({ name }, place) => {
  const count = counts[place] ?? 0
  if (count === 0) return NOTHING
  // What happens to one among hundreds is still to be seen.
  const high = Math.max(2, (count / most) * PLOT)
  const label = wide.has(place)
    ? markup`<text class="count${edgeOf(place, bars.length)}${narrow.has(place) ? '' : ' crowded'}" x="${percent(step * (place + 0.5))}" y="${round(floor - high - 4)}">${count}</text>`
    : NOTHING
  return markup`<rect class="${series[lane]?.tone ?? ''}" x="${percent(step * (place + 0.12))}" width="${percent(step * 0.76)}" y="${round(floor - high)}" height="${round(high)}"><title>${name}: ${count}</title></rect>${label}\n`
})}<line class="axis" x1="0" x2="100%" y1="${floor + 0.5}" y2="${floor + 0.5}"/>
`
}

/** Which bars have their count told: the highest first, and none so near to another that they would touch. */
function labelled(counts: readonly number[], width: number): ReadonlySet<number> {
  const told = new Set<number>()
  const reach = (width / 100) * counts.length
  const inOrder = counts.map((count, place) => ({ count, place })).toSorted((one, other) => other.count - one.count)
  for (const { count, place } of inOrder) if (count > 0 && [...told].every((other) => Math.abs(other - place) >= reach)) told.add(place)
  return told
}

/** Next to an edge a count stands within the picture. */
const edgeOf = (place: number, all: number): string =>
  (place + 0.5) / all < NEAR ? ' first' : (place + 0.5) / all > 1 - NEAR ? ' last' : ''

const NEAR = 0.02

function tickOf({ tick }: Bar, place: number, all: number, height: number): Markup {
  const step = Math.ceil(all / MOST_TICKS)
  return place % step === 0
    ? markup`<text class="tick ${every(place / step)}" x="${percent((100 / all) * place)}" y="${height + 12}">${tick}</text>\n`
    : NOTHING
}
