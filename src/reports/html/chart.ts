import { markup, NOTHING, type Markup } from './markup.ts'

/** Colours have names, by what they mean; the style knows them in light and in dark. */
export type Tone = 'unknown' | 'unused' | 'due-soon' | 'excluded' | 'in-use' | 'inactive' | 'revoked'

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

/** What is drawn of it, and how high it is; what its legend explains and which bars its table has, where that is not all. */
export type Drawing = {
  readonly height: number
  readonly shapes: Markup
  readonly legend?: readonly { readonly name: string; readonly tone: string }[]
  readonly figures?: readonly Bar[]
}

/** A chart as SVG that fits any width, with its legend before it and the same figures in a table after it. Nothing in it is measured in the browser. */
export function charted(chart: Chart, { height, shapes, legend, figures = chart.bars }: Drawing): Markup {
  const { id, title, description, series, bars, marks = '' } = chart
  const used = series.filter((_, index) => bars.some(({ counts }) => (counts[index] ?? 0) > 0))
  const explained = legend ?? [...used, ...(hasMarks(chart) ? [{ name: marks, tone: 'mark' }] : [])]
  return markup`<figure class="chart">
<figcaption>${title}</figcaption>
${explained.length === 0 ? NOTHING : markup`<ul class="legend">${explained.map(({ name, tone }) => markup`<li><span class="swatch ${tone}"></span>${name}</li>`)}</ul>\n`}<svg role="img" aria-labelledby="${id}-title ${id}-text" width="100%" height="${height}">
<title id="${id}-title">${title}</title>
<desc id="${id}-text">${description}</desc>
${shapes}</svg>
<p class="muted">${description}</p>
${inFigures({ ...chart, bars: figures }, used)}
</figure>
`
}

export const hasMarks = ({ bars }: Chart): boolean => bars.some(({ marks = 0 }) => marks > 0)

export const percent = (value: number): string => `${Math.round(value * 100) / 100}%`

export const round = (value: number): number => Math.round(value * 10) / 10

/** Where there is little room only every other tick is shown, or every fourth. */
export const every = (place: number): string => (place % 4 === 0 ? 'fourth' : place % 2 === 0 ? 'second' : 'other')

/** The same in figures, for those who do not see the picture. */
function inFigures(chart: Chart, used: readonly Series[]): Markup {
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
