import Table from 'cli-table3'
import stringWidth from 'string-width'
import { plain } from '../text/plain.ts'

/** What stands in a table: a text, whoever wrote it, perhaps in a colour of ours. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string }

/** Rows under headings, for a terminal or a file. Where it is to fit so many columns, what is too long goes on in the next line. */
export function textTable(head: readonly string[], rows: readonly (readonly Cell[])[], columns = Infinity): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? { text: cell, paint: asItIs } : cell)))
  const texts = [head, ...cells.map((row) => row.map(({ text }) => plain(text)))]
  const widths = fitting(
    head.map((_, place) => texts.reduce((widest, row) => Math.max(widest, stringWidth(row[place] ?? '')), 0)),
    columns - head.length * (PADDING + 1) + 1,
  )
  const table = new Table({
    head: head.map((text, place) => wrapped(text, widths[place]).join('\n')),
    style: { head: [], border: [], compact: true },
    chars: LINES,
  })
  table.push(
    ...cells.map((row) =>
      row.map(({ text, paint }, place) =>
        wrapped(plain(text), widths[place])
          .map((line) => paint(line))
          .join('\n'),
      ),
    ),
  )
  return table.toString().replaceAll(/ +$/gm, '')
}

/** A line in as many columns, every line of it after `indent`. */
export const wrappedText = (text: string, indent: string, columns: number): string =>
  wrapped(text, Math.max(NARROWEST, columns - indent.length))
    .map((line) => `${indent}${line}`)
    .join('\n')

const asItIs = (text: string): string => text

/** What cli-table3 puts around each cell. */
const PADDING = 2

/** No column gets narrower. */
const NARROWEST = 6

/** The widest columns give way first. */
function fitting(natural: readonly number[], room: number): readonly number[] {
  const widths = [...natural]
  for (let over = widths.reduce((sum, width) => sum + width, -room); over > 0; over -= 1) {
    const widest = widths.indexOf(Math.max(...widths))
    const width = widths[widest] ?? 0
    if (width <= NARROWEST) return widths
    widths[widest] = width - 1
  }
  return widths
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** A text in lines of at most that width: between words where it can be, within a word where that alone is wider. */
function wrapped(text: string, width = Infinity): readonly string[] {
  if (stringWidth(text) <= width) return [text]
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/(?<= )/))
    if (stringWidth(line) + stringWidth(word.trimEnd()) <= width) line += word
    else {
      if (line.trim() !== '') lines.push(line.trimEnd())
      line = ''
      for (const { segment } of graphemes.segment(word)) {
        if (stringWidth(line + segment.trimEnd()) > width) {
          lines.push(line)
          line = ''
        }
        line += segment
      }
    }
  return [...lines, line.trimEnd()]
}

/** Room between columns, one line under the head, nothing else: it survives a ticket and a mail. */
const LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '─',
  'mid-mid': ' ',
  right: '',
  'right-mid': '',
  middle: ' ',
}
