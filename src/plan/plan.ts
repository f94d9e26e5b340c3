import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { namedUsers } from '../text/named-users.ts'

/** A plan is shown before it is carried out: what a terminal obeys has no place in it. */
const Text = v.pipe(v.string(), v.regex(/^\P{Cc}*$/u, 'It has control characters'))
const Time = v.pipe(
  Text,
  v.check((text) => new Date(text).toJSON() === text, 'It is no instant'),
)

/** What would be revoked, as it stands in a file between looking and acting. Instants are ISO 8601. */
const Item = v.object({
  userName: Text,
  userId: Text,
  /** `password`, or the id of an access key. */
  credential: Text,
  clockStart: Text,
  idleDays: v.number(),
})

/** Which list an entry stands in. */
const List = v.picklist(['local', 'shared'])

const Plan = v.object({
  version: v.literal(2),
  accountId: Text,
  /** By AWS's clock. */
  createdAt: Time,
  /** The instant as of which it was judged; another one than `createdAt` where somebody looked ahead or back. */
  asOf: Time,
  limitDays: v.pipe(v.number(), v.integer(), v.minValue(1)),
  users: v.number(),
  /** The list is regional, IAM is not. */
  region: Text,
  exclusionParameter: Text,
  /** `missing`: there was none in that Region, and nobody was excluded by it. */
  exclusionList: v.picklist(['read', 'missing']),
  /** ARN of the parameter with the list that an organization shares, where one was read besides. */
  sharedExclusions: v.optional(Text),
  exclusions: v.array(v.object({ list: List, entry: Text })),
  /** Entries that protect nobody. */
  deadExclusions: v.array(v.object({ list: List, entry: Text, why: Text })),
  revoke: v.array(Item),
  protected: v.array(v.object({ userName: Text, credential: v.optional(Text), why: Text })),
  unknown: v.array(v.object({ userName: Text, why: Text })),
  digest: Text,
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

/** @throws Error that counts and names the users of whom nothing can be said: what concerns them is not in the plan (S4) */
export function failOnUnknown({ unknown, users }: Plan): void {
  if (unknown.length === 0) return
  throw new Error(`${unknown.length} of ${users} users could not be judged: ${namedUsers(unknown)}. The plan is of the others.`)
}
