import Table from 'cli-table3'
import { plain } from '../text/plain.ts'

/** What stands in a table: a text, whoever wrote it, perhaps in a colour of ours. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string }

/** Rows under headings, for a terminal or a file. */
export function textTable(head: readonly string[], rows: readonly (readonly Cell[])[], widths?: readonly number[]): string {
  const layout = widths === undefined ? {} : { colWidths: [...widths], wordWrap: true }
  const table = new Table({ head: [...head], style: { head: [], border: [], compact: true }, chars: LINES, ...layout })
  table.push(...rows.map((row) => row.map((cell) => (typeof cell === 'string' ? plain(cell) : cell.paint(plain(cell.text))))))
  return table.toString()
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
