import { createHash } from 'node:crypto'
import * as v from 'valibot'

/** What would be revoked, as it stands in a file between looking and acting. Instants are ISO 8601. */
const Item = v.object({
  userName: v.string(),
  userId: v.string(),
  /** `password`, or the id of an access key. */
  credential: v.string(),
  clockStart: v.string(),
  idleDays: v.number(),
})

const Plan = v.object({
  version: v.literal(1),
  accountId: v.string(),
  createdAt: v.pipe(v.string(), v.isoTimestamp()),
  limitDays: v.pipe(v.number(), v.integer(), v.minValue(1)),
  users: v.number(),
  exclusionParameter: v.string(),
  exclusions: v.array(v.string()),
  revoke: v.array(Item),
  protected: v.array(v.object({ userName: v.string(), credential: v.optional(v.string()), why: v.string() })),
  unknown: v.array(v.object({ userName: v.string(), why: v.string() })),
  digest: v.string(),
})

export type Plan = v.InferOutput<typeof Plan>
export type PlanItem = v.InferOutput<typeof Item>

/** Seal a plan: who edits it afterwards is found out. */
export const sealed = (plan: Omit<Plan, 'digest'>): Plan => ({ ...plan, digest: digestOf(plan) })

/** Read a plan file. @throws Error naming the place that is wrong, or that it was edited */
export function parsePlan(json: string): Plan {
  const parsed = v.safeParse(Plan, JSON.parse(json))
  if (!parsed.success) throw new Error(`${v.getDotPath(parsed.issues[0]) ?? 'the file'}: ${parsed.issues[0].message}`)
  const { digest, ...plan } = parsed.output
  if (digest !== digestOf(plan)) throw new Error('it was edited after it was made')
  return parsed.output
}

function digestOf(plan: Omit<Plan, 'digest'>): string {
  return `sha256:${createHash('sha256')
    .update(JSON.stringify(v.parse(v.omit(Plan, ['digest']), plan)))
    .digest('hex')}`
}
