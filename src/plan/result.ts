import { isoTime, type Instant } from '../judgement/instant.ts'
import type { Came } from './carry-out.ts'
import type { Plan, PlanItem } from './plan.ts'

/** Of the document's shape. */
const VERSION = 1

/** How far a plan was carried out. */
export type End =
  | { readonly kind: 'under-way' | 'done' }
  /** Those that were begun are finished. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'failed'; readonly why: string }

type Carried = Pick<Plan, 'toolVersion' | 'caller' | 'accountId' | 'region' | 'digest'> & {
  readonly alias: string | undefined
  readonly endpoint: string | undefined
  readonly begun: Instant
  /** What of the plan was meant. */
  readonly items: readonly PlanItem[]
}

/** What came of a plan, as it is kept for evidence: each credential with its outcome. `not-begun` are those that nothing is known of: it ended before them. */
export function resultJson({ items, begun, digest, ...by }: Carried, came: readonly Came[], end: End, now: Instant): string {
  const known = new Map(came.map((each) => [keyOf(each.item), each]))
  const credentials = items.map((item) => {
    const of = known.get(keyOf(item))
    return {
      userName: of?.userName ?? item.userName,
      userId: item.userId,
      credential: item.credential,
      outcome: of?.kind ?? ('not-begun' as const),
      reason: of?.why,
      at: of?.at === undefined ? undefined : isoTime(of.at),
      idleDays: item.idleDays,
    }
  })
  const result = {
    format: 'iam-unused-user-cleanup result',
    version: VERSION,
    ...by,
    plan: digest,
    begun: isoTime(begun),
    written: isoTime(now),
    end: end.kind,
    why: end.kind === 'failed' ? end.why : undefined,
    totals: countedBy(credentials.map(({ outcome }) => outcome)),
    credentials,
  }
  return `${JSON.stringify(result, undefined, 2)}\n`
}

const OUTCOMES = ['revoked', 'already-gone', 'protected', 'skipped', 'refused', 'unknown', 'not-begun'] as const

const WORDS: Readonly<Partial<Record<(typeof OUTCOMES)[number], string>>> = { 'already-gone': 'gone already', 'not-begun': 'not begun' }

/** `110 revoked, 1 protected, 22 skipped`. */
export function summaryText(came: readonly Pick<Came, 'kind'>[], notBegun: number): string {
  const counts = countedBy([...came.map(({ kind }) => kind), ...Array.from({ length: notBegun }, () => 'not-begun' as const)])
  const said = OUTCOMES.filter((outcome) => outcome === 'revoked' || counts[outcome] !== undefined)
  return said.map((outcome) => `${counts[outcome] ?? 0} ${WORDS[outcome] ?? outcome}`).join(', ')
}

function countedBy(outcomes: readonly (typeof OUTCOMES)[number][]): Partial<Record<(typeof OUTCOMES)[number], number>> {
  const counts: Partial<Record<(typeof OUTCOMES)[number], number>> = {}
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

const keyOf = ({ userId, credential }: PlanItem): string => `${userId} ${credential}`
