/**
 * The rows of a CSV text (RFC 4180), and after the last one a row of one empty cell: cells may be quoted, `""` in a quoted cell is a quote. By hand, because it rides in the Lambda's template:
 * docs/decisions/0004-bytes-in-the-template.md
 */
export function* csvRows(text: string): Generator<string[]> {
  let row: string[] = []
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === ',') continue
    yield row
    row = []
  }
}
