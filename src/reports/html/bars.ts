import { charted, every, hasMarks, percent, round, type Bar, type Chart } from './chart.ts'
import { markup, NOTHING, type Markup } from './markup.ts'

const [TOP, PLOT, TICKS, MARKS] = [26, 140, 22, 18]

/** Stacked bars as SVG that fits any width, with the same figures in a table. Nothing in it is measured in the browser. */
export function bars(chart: Chart): Markup {
  const { bars: all } = chart
  return charted(chart, {
    height: TOP + PLOT + TICKS + (hasMarks(chart) ? MARKS : 0),
    shapes: markup`${all.map((bar, place) => drawn(bar, place, chart))}<line class="axis" x1="0" x2="100%" y1="${TOP + PLOT + 0.5}" y2="${TOP + PLOT + 0.5}"/>
${limitLine(chart)}`,
  })
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

function drawn({ tick, counts, marks = 0 }: Bar, place: number, { series, bars: all }: Chart): Markup {
  const step = 100 / all.length
  const most = Math.max(1, ...all.map((bar) => sum(bar.counts)))
  const [edge, left, middle, width] = [
    percent(step * place),
    percent(step * (place + 0.12)),
    percent(step * (place + 0.5)),
    percent(step * 0.76),
  ]
  const height = (count: number): number => (count / most) * PLOT
  const floor = TOP + PLOT
  const parts = counts.map((count, index) => {
    const top = floor - height(sum(counts.slice(0, index + 1)))
    const tone = series[index]?.tone ?? ''
    return count === 0
      ? NOTHING
      : markup`<rect class="${tone}" x="${left}" width="${width}" y="${round(top)}" height="${round(height(count))}"/>`
  })
  const stacked = sum(counts)
  const total =
    stacked === 0 ? NOTHING : markup`<text class="count" x="${middle}" y="${round(floor - height(stacked) - 5)}">${stacked}</text>`
  const mark = marks === 0 ? NOTHING : markup`<text class="mark" x="${middle}" y="${floor + TICKS + 11}">◆${marks}</text>`
  return markup`${parts}${total}<text class="tick ${every(place)}" x="${edge}" y="${floor + 15}">${tick}</text>${mark}
`
}

function limitLine({ line, bars: all }: Chart): Markup {
  if (line === undefined) return NOTHING
  const x = percent((100 / all.length) * line.before)
  return markup`<line class="limit" x1="${x}" x2="${x}" y1="14" y2="${TOP + PLOT}"/><text class="limit" x="${x}" y="10">${line.label}</text>
`
}
