import * as v from 'valibot'
import { parseFindings } from '../findings/seal.ts'
import type { Findings } from '../findings/findings.ts'
import { PLAIN } from '../text/plain.ts'

const FORMAT = 'iam-unused-user-cleanup organization'

/** Of the lines' shape: whoever reads another one would misread it. */
const VERSION = 1

const Text = v.pipe(v.string(), v.regex(PLAIN, 'It has control characters'))
const Time = v.pipe(
  v.string(),
  v.check((text) => new Date(text).toJSON() === text, 'It is no instant'),
)
const Account = v.strictObject({ id: v.pipe(v.string(), v.regex(/^\d{12}$/, 'It is no account id')), name: Text })

/** How far an account was read when it failed. */
const PHASES = ['assume-role', 'exclusions', 'ledger', 'list'] as const

const Begun = v.strictObject({
  kind: v.literal('begun'),
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  toolVersion: Text,
  at: Time,
  organizationId: Text,
  /** ARN of who reads. */
  caller: Text,
  /** By what every account is judged, as it was said: what goes on with these lines must say the same. */
  terms: v.record(Text, Text),
  /** Everybody in the organization; each has a line, or was not begun. */
  accounts: v.array(Account),
})

const Skipped = v.strictObject({
  kind: v.literal('skipped'),
  at: Time,
  account: Account,
  reason: v.picklist(['closed', 'excluded', 'not-selected']),
  says: Text,
})

const Failed = v.strictObject({
  kind: v.literal('failed'),
  at: Time,
  account: Account,
  phase: v.picklist(PHASES),
  /** AWS's, as AccessDenied. */
  code: Text,
  says: Text,
  /** What to do about it. */
  next: Text,
})

/** The findings are checked by themselves. */
const Done = v.strictObject({ kind: v.literal('done'), at: Time, account: Account, findings: v.unknown() })

const Line = v.variant('kind', [Begun, Skipped, Failed, Done])

export type Phase = (typeof PHASES)[number]
export type AccountName = v.InferOutput<typeof Account>
export type BegunLine = v.InferOutput<typeof Begun>
export type SkippedLine = v.InferOutput<typeof Skipped>
export type FailedLine = v.InferOutput<typeof Failed>
type DoneLine = Omit<v.InferOutput<typeof Done>, 'findings'> & { readonly findings: Findings }
/** What became of an account. */
export type AccountLine = SkippedLine | FailedLine | DoneLine
export type Line = BegunLine | AccountLine

export const begunLine = (head: Omit<BegunLine, 'kind' | 'format' | 'version'>): BegunLine => ({
  kind: 'begun',
  format: FORMAT,
  version: VERSION,
  ...head,
})

export const lineText = (line: Line): string => `${JSON.stringify(line)}\n`

/** Whether a text begins as such lines do, of any version. */
export const isOrganization = (text: string): boolean => text.startsWith(`{"kind":"begun","format":"${FORMAT}",`)

/** @throws Error naming the place that is wrong, or that the findings were edited */
export function parseLine(json: string): Line {
  const parsed = v.safeParse(Line, JSON.parse(json))
  if (!parsed.success) throw new Error(`${v.getDotPath(parsed.issues[0]) ?? 'the line'}: ${parsed.issues[0].message}`)
  const line = parsed.output
  if (line.kind !== 'done') return line
  const findings = parseFindings(JSON.stringify(line.findings))
  if (findings.account.id !== line.account.id) throw new Error(`findings.account.id: it is not ${line.account.id}`)
  return { ...line, findings }
}
