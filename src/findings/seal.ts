import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { Findings, VERSION } from './findings.ts'
import { totalsOf } from './totals.ts'

/** Seal a document: who edits it afterwards is found out. */
export const sealed = (findings: Omit<Findings, 'digest'>): Findings => ({ ...findings, digest: digestOf(findings) })

/** A document as it stands in a file. */
export const findingsJson = (findings: Findings): string => JSON.stringify(findings, undefined, 2)

/** Whether a text looks like a document of ours, of any version, edited or not. */
export function isFindings(text: string): boolean {
  try {
    return Object(JSON.parse(text)).format === Findings.entries.format.literal
  } catch {
    return false
  }
}

/** Read a saved document. @throws Error naming the place that is wrong, or that it was edited */
export function parseFindings(json: string): Findings {
  const read: unknown = JSON.parse(json)
  const { format, version } = Object(read) as { format?: unknown; version?: unknown }
  if (format !== Findings.entries.format.literal) throw new Error('it is no findings document; "iam-cleanup scan --format json" makes one')
  if (version !== VERSION) throw new Error(`it is of version ${String(version)}, and this program knows version ${VERSION}`)
  const parsed = v.safeParse(Findings, read)
  if (!parsed.success) throw new Error(`${v.getDotPath(parsed.issues[0]) ?? 'the file'}: ${parsed.issues[0].message}`)
  const { digest, ...findings } = parsed.output
  if (digest !== digestOf(findings)) throw new Error('it was edited after it was made')
  const { users } = findings.totals
  if (canonical(totalsOf(findings.users, users)) !== canonical(findings.totals)) throw new Error('totals: they do not add up')
  return parsed.output
}

const digestOf = (findings: Omit<Findings, 'digest'>): string => `sha256:${createHash('sha256').update(canonical(findings)).digest('hex')}`

/** JSON without spaces, the members of each object in the order of their names (by UTF-16 code units). */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  )
}
