import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { namedUsers } from '../text/named-users.ts'
import { plural } from '../text/plural.ts'

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
  /** What the clock counts from; a restart is a restore, or that it was switched on by hand. */
  clockIs: v.picklist(['last-use', 'creation', 'restart']),
  idleDays: v.number(),
})

/** Whoever reads another shape would misread it. */
const VERSION = 2

const FORMAT = 'iam-unused-user-cleanup plan'

/** Which list an entry stands in. */
const List = v.picklist(['local', 'shared'])

const Plan = v.object({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  toolVersion: Text,
  /** The ARN of who made it. */
  caller: Text,
  accountId: Text,
  alias: v.optional(Text),
  /** Where AWS was, where that is not AWS. */
  endpoint: v.optional(Text),
  /** By AWS's clock. */
  createdAt: Time,
  /** The instant as of which it was judged; another one than `createdAt` where somebody looked ahead or back. */
  asOf: Time,
  limitDays: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** In the account. */
  users: v.number(),
  /** Whom it was narrowed to, in words; nothing for everybody. */
  narrowedTo: v.array(Text),
  /** Users who were judged. */
  judged: v.number(),
  /** Users with something unused whom `--limit` leaves for another plan. */
  left: v.number(),
  /** The list is regional, IAM is not. */
  region: Text,
  exclusionParameter: Text,
  /** `missing`: there was none in that Region, and nobody was excluded by it. */
  exclusionList: v.picklist(['read', 'missing']),
  /** ARN of the parameter with the list that an organization shares, where one was read besides. */
  sharedExclusions: v.optional(Text),
  exclusions: v.array(v.object({ list: List, selector: Text, until: v.optional(Text), owner: v.optional(Text), reason: v.optional(Text) })),
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
export const sealed = (plan: Omit<Plan, 'digest' | 'format' | 'version'>): Plan => {
  const whole = { format: FORMAT, version: VERSION, ...plan } as const
  return { ...whole, digest: digestOf(whole) }
}

/** Read a plan file. @throws Error naming the place that is wrong, that it is of another version, or that it was edited */
export function parsePlan(json: string): Plan {
  const read: unknown = JSON.parse(json)
  const { format, version } = Object(read) as { format?: unknown; version?: unknown }
  // Those of the first version did not say what they are.
  if (format !== FORMAT && version !== 1) throw new Error('it is no plan')
  if (typeof version === 'number' && version !== VERSION)
    throw new Error(
      `it is of version ${version}, ${version > VERSION ? 'which a newer iam-cleanup writes, ' : ''}and this one knows version ${VERSION}`,
    )
  const parsed = v.safeParse(Plan, read)
  if (!parsed.success) throw new Error(`${v.getDotPath(parsed.issues[0]) ?? 'the file'}: ${parsed.issues[0].message}`)
  const { digest, ...plan } = parsed.output
  if (digest !== digestOf(plan)) throw new Error('it was edited after it was made')
  return parsed.output
}

/** @throws Error for what a new plan must not be written over: anything but a plan, of this version or the one before, whole and unedited */
export function checkPlan(text: string): void {
  const { version, digest, revoke } = Object(JSON.parse(text)) as { version?: unknown; digest?: unknown; revoke?: unknown }
  const isEarlier = version === 1 && /^sha256:[0-9a-f]{64}$/.test(String(digest)) && Array.isArray(revoke)
  if (!isEarlier) parsePlan(text)
}

function digestOf(plan: Omit<Plan, 'digest'>): string {
  return `sha256:${createHash('sha256')
    .update(JSON.stringify(v.parse(v.omit(Plan, ['digest']), plan)))
    .digest('hex')}`
}

/** @throws Error that counts and names the users of whom nothing can be said: what concerns them is not in the plan (S4) */
export function failOnUnknown({ unknown, users }: Plan): void {
  if (unknown.length === 0) return
  throw new Error(`${unknown.length} of ${plural(users, 'user')} could not be judged: ${namedUsers(unknown)}. The plan is of the others.`)
}
