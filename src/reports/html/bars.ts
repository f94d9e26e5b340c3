import { markup, NOTHING, type Markup } from './markup.ts'

/** Colours have names, by what they mean; the style knows them in light and in dark. */
export type Tone = 'unknown' | 'unused' | 'due-soon' | 'excluded' | 'in-use' | 'inactive'

export type Series = { readonly name: string; readonly tone: Tone }

export type Bar = {
  /** Under the bar: a few characters. */
  readonly tick: string
  /** In a sentence or a table. */
  readonly name: string
  /** A count for each series, from the bottom up. */
  readonly counts: readonly number[]
  /** A count of something else that falls there, shown by a mark. */
  readonly marks?: number
}

export type Chart = {
  /** Unique in the page. */
  readonly id: string
  readonly title: string
  /** What is to be seen in it, in a sentence or two, with figures. */
  readonly description: string
  /** What the bars stand side by side for: the head of the first column in the table. */
  readonly axis: string
  readonly series: readonly Series[]
  readonly bars: readonly Bar[]
  /** A line before a bar. */
  readonly line?: { readonly before: number; readonly label: string }
  /** What marks are. */
  readonly marks?: string
}

const [TOP, PLOT, TICKS, MARKS] = [26, 140, 22, 18]

/** Stacked bars as SVG that fits any width, with the same figures in a table. Nothing in it is measured in the browser. */
export function bars(chart: Chart): Markup {
  const { id, title, description, series, bars: all, marks = '' } = chart
  const used = series.filter((_, index) => all.some(({ counts }) => (counts[index] ?? 0) > 0))
  const legend = [...used, ...(hasMarks(chart) ? [{ name: marks, tone: 'mark' }] : [])]
  return markup`<figure class="chart">
<figcaption>${title}</figcaption>
<ul class="legend">${legend.map(({ name, tone }) => markup`<li><span class="swatch ${tone}"></span>${name}</li>`)}</ul>
<svg role="img" aria-labelledby="${id}-title ${id}-text" width="100%" height="${TOP + PLOT + TICKS + (hasMarks(chart) ? MARKS : 0)}">
<title id="${id}-title">${title}</title>
<desc id="${id}-text">${description}</desc>
${all.map((bar, place) => drawn(bar, place, chart))}<line class="axis" x1="0" x2="100%" y1="${TOP + PLOT + 0.5}" y2="${TOP + PLOT + 0.5}"/>
${limitLine(chart)}</svg>
<p class="muted">${description}</p>
${figures(chart, used)}
</figure>
`
}

const hasMarks = ({ bars: all }: Chart): boolean => all.some(({ marks = 0 }) => marks > 0)

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

const percent = (value: number): string => `${Math.round(value * 100) / 100}%`

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

const round = (value: number): number => Math.round(value * 10) / 10

/** Where there is little room only every other tick is shown, or every fourth. */
const every = (place: number): string => (place % 4 === 0 ? 'fourth' : place % 2 === 0 ? 'second' : 'other')

function limitLine({ line, bars: all }: Chart): Markup {
  if (line === undefined) return NOTHING
  const x = percent((100 / all.length) * line.before)
  return markup`<line class="limit" x1="${x}" x2="${x}" y1="14" y2="${TOP + PLOT}"/><text class="limit" x="${x}" y="10">${line.label}</text>
`
}

/** The same in figures, for those who do not see the picture. */
function figures(chart: Chart, used: readonly Series[]): Markup {
  const { axis, title, series, bars: all, marks = '' } = chart
  const heads = [axis, ...used.map(({ name }) => name), ...(hasMarks(chart) ? [marks] : [])]
  const cells = ({ counts, marks: there = 0 }: Bar): readonly number[] => [
    ...used.map((each) => counts[series.indexOf(each)] ?? 0),
    ...(hasMarks(chart) ? [there] : []),
  ]
  return markup`<details><summary>In figures<span class="unseen">: ${title}</span></summary>
<table class="figures"><thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${all.map((bar) => markup`<tr><th scope="row">${bar.name}</th>${cells(bar).map((count) => markup`<td>${count}</td>`)}</tr>\n`)}</tbody></table></details>`
}
