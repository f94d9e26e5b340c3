import * as v from 'valibot'
import { PLAIN } from '../text/plain.ts'

/** Of the document's shape: whoever reads another one would misread it. */
export const VERSION = 2

const Text = v.pipe(v.string(), v.regex(PLAIN, 'It has control characters'))
const Time = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'It is no instant'),
  v.check((text) => new Date(text).toJSON() === text, 'It is no instant'),
)
const Count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** Whom an exclusion protects, until when (the last day, UTC), who answers for it and why. */
const Terms = { until: v.optional(Text), owner: v.optional(Text), reason: v.optional(Text) }

const LastUse = v.variant('kind', [
  v.strictObject({ kind: v.literal('at'), at: Time, service: v.optional(Text), region: v.optional(Text) }),
  v.strictObject({ kind: v.literal('never') }),
  /** Nobody asks for that of an inactive key, or the report could not be read. */
  v.strictObject({ kind: v.literal('not-read') }),
])

/** Idle days count from `start`, and on `due` the credential is unused if nothing happens. Where it is not exact the clock may have started later: idle days are the most, due is the earliest. */
const Clock = v.strictObject({
  start: Time,
  is: v.picklist(['last-use', 'creation', 'user-creation', 'restore', 'seen-live-again']),
  exact: v.boolean(),
  idleDays: Count,
  due: Time,
})

const Credential = v.strictObject({
  kind: v.picklist(['password', 'access-key']),
  /** `password`, the key's id, or `report-key-1` and `report-key-2`: the report does not know ids. Unique within the user. */
  id: Text,
  name: Text,
  /** Read from IAM a moment ago, or by the credential report alone. */
  from: v.picklist(['iam', 'report']),
  status: v.picklist(['active', 'inactive', 'unknown']),
  created: v.optional(Time),
  /** By the report: created or last changed then. */
  changed: v.optional(Time),
  lastUse: LastUse,
  /** Of an active one. */
  clock: v.optional(Clock),
  /** What it is by itself; of an excluded user's: what it would be. */
  verdict: v.picklist(['unused', 'in-use', 'inactive', 'unknown']),
  /** What it counts as. Each counts once. */
  standing: v.picklist(['unused', 'due-soon', 'in-use', 'inactive', 'excluded', 'unknown']),
  reason: Text,
})

const Verdict = v.variant('kind', [
  v.strictObject({ kind: v.literal('compliant') }),
  v.strictObject({ kind: v.literal('non-compliant') }),
  /** By an entry of the account's own list, by one of the shared list, or by the tag; `selector` is the entry's, or the tag's key. */
  v.strictObject({ kind: v.literal('excluded'), by: v.picklist(['entry', 'shared-entry', 'tag']), selector: Text, ...Terms, says: Text }),
  v.strictObject({ kind: v.literal('unknown'), why: Text }),
])

const User = v.strictObject({
  userName: Text,
  userId: Text,
  arn: Text,
  path: Text,
  created: v.optional(Time),
  verdict: Verdict,
  /** False where nothing is known of the credentials: neither was IAM asked, nor is there a report. An empty list says that there are none only where it is true. */
  credentialsKnown: v.boolean(),
  credentials: v.array(Credential),
})

const Event = v.strictObject({
  id: Text,
  kind: v.picklist(['revoking', 'revoked', 'not-revoked', 'restoring', 'restored', 'not-restored', 'seen-live-again']),
  at: Time,
  by: Text,
  errand: Text,
  userName: Text,
  idleDays: v.optional(Count),
  limitDays: v.optional(Count),
})

const LedgerItem = v.variant('kind', [
  v.strictObject({ kind: v.literal('item'), userId: Text, credential: Text, standing: Text, events: v.array(Event) }),
  v.strictObject({ kind: v.literal('unreadable'), userId: Text, credential: Text, why: Text }),
])

const Entry = v.strictObject({
  /** The account's own, or the one that an organization shares. */
  list: v.picklist(['local', 'shared']),
  selector: Text,
  ...Terms,
  /** `elsewhere`: of the shared list, and whom it protects is in other accounts, if anywhere. */
  standing: v.picklist(['matched', 'expired', 'tag-unseen', 'unmatched', 'elsewhere']),
  /** Names of users who match it; whom an expired one would have protected is not in it. */
  protects: v.array(Text),
  /** What is wrong with it; empty where it protects somebody, or may elsewhere. */
  says: Text,
})

const Totals = v.strictObject({
  /** `listed` is the sum of those after it. `inAccount` is more than that where the scan was narrowed. */
  users: v.strictObject({
    inAccount: Count,
    listed: Count,
    compliant: Count,
    nonCompliant: Count,
    excluded: Count,
    unknown: Count,
    /** Deleted while the account was read. */
    gone: Count,
  }),
  /** By standing; `all` is the sum of those after it. */
  credentials: v.strictObject({
    all: Count,
    unused: Count,
    dueSoon: Count,
    inUse: Count,
    inactive: Count,
    excluded: Count,
    unknown: Count,
  }),
})

/** What was found out of one account: everything that people see is a function of it. Times are UTC, by AWS's clock. */
export const Findings = v.strictObject({
  format: v.literal('iam-unused-user-cleanup findings'),
  version: v.literal(VERSION),
  toolVersion: Text,
  createdAt: Time,
  /** The instant as of which it was judged; another one than `createdAt` where somebody looked ahead or back. */
  asOf: Time,
  account: v.strictObject({
    id: v.pipe(v.string(), v.regex(/^\d{12}$/, 'It is no account id')),
    alias: v.optional(Text),
    region: Text,
    /** Where it is not AWS. */
    endpoint: v.optional(Text),
  }),
  /** ARN of who looked. */
  caller: Text,
  /** As of when the data are. */
  data: v.strictObject({
    usersListed: Time,
    report: v.variant('kind', [
      v.strictObject({ kind: v.literal('used'), generated: Time }),
      v.strictObject({ kind: v.literal('unavailable'), why: Text }),
      v.strictObject({ kind: v.literal('not-asked') }),
    ]),
  }),
  limitDays: v.pipe(Count, v.minValue(1)),
  dueWithinDays: Count,
  /** Empty for everybody. */
  narrowedTo: v.array(Text),
  exclusions: v.strictObject({
    parameter: Text,
    /** `missing`: there was none in that Region, and nobody was excluded by it. */
    list: v.picklist(['read', 'missing']),
    /** ARN of the parameter with the shared list, where one was read besides. */
    shared: v.optional(Text),
    entries: v.array(Entry),
  }),
  ledger: v.strictObject({ table: Text, kind: v.picklist(['read', 'none']), items: v.array(LedgerItem) }),
  /** In the order of the list of users. */
  users: v.array(User),
  totals: Totals,
  /** Of everything else, by its canonical form: JSON without spaces, the members of each object in the order of their names. */
  digest: v.pipe(v.string(), v.regex(/^sha256:[0-9a-f]{64}$/, 'It is no digest')),
})

export type Findings = v.InferOutput<typeof Findings>
export type UserFinding = v.InferOutput<typeof User>
export type CredentialFinding = v.InferOutput<typeof Credential>
export type ClockFinding = v.InferOutput<typeof Clock>
export type EntryFinding = v.InferOutput<typeof Entry>
export type LedgerFinding = v.InferOutput<typeof LedgerItem>
export type Totals = v.InferOutput<typeof Totals>
