import { readFile, writeFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'

export type Row = readonly string[]

/** A part of the page, under its own heading. */
export type Section = { readonly title: string; readonly measure: () => Promise<string> }

const PAGE = 'docs/performance.md'

export function table(head: Row, body: readonly Row[]): string {
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

export const shown = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3))

const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}, load ${(loadavg()[0] ?? 0).toFixed(1)}`

const today = (): string => new Date().toISOString().slice(0, 10)

/** The whole page anew. */
export const writePage = (parts: readonly (readonly [title: string, text: string])[]): Promise<void> =>
  writeFile(
    PAGE,
    `# Performance

Written by \`npm run bench\` on ${today()}: ${machine()}. Each pair of runs stands side by side in one go;
the ratios carry over to other machines, the seconds do not. One section alone: \`npm run bench -- revocation\`.

${parts.map(([title, text]) => `## ${title}\n\n${text}\n`).join('\n')}`,
  )

/** One section in the place of what the page has under its heading. */
export async function writeSection(title: string, text: string): Promise<void> {
  const page = await readFile(PAGE, 'utf8')
  const [head = '', ...sections] = page.split(/^## /m)
  const section = `${title}\n\nMeasured by itself on ${today()}: ${machine()}.\n\n${text}\n`
  const others = sections.map((each) => (each.startsWith(`${title}\n`) ? section : each.trimEnd() + '\n'))
  const all = others.includes(section) ? others : [...others, section]
  await writeFile(PAGE, `${head}${all.map((each) => `## ${each}`).join('\n')}`)
}
