import Table from 'cli-table3'

/** Rows under headings, for a terminal or a file. Text only: colour is the caller's. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[], widths?: readonly number[]): string {
  const layout = widths === undefined ? {} : { colWidths: [...widths], wordWrap: true }
  const table = new Table({ head: [...head], style: { head: [], border: [], compact: true }, chars: LINES, ...layout })
  table.push(...rows.map((row) => [...row]))
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
