import { credentialId, type Credential } from '../judgement/credential.ts'
import { instant, isoTime, type Instant } from '../judgement/instant.ts'

/**
 * What was done to a credential, as it stands in a tag on the user itself: `revoking 2026-11-23T02:28:01Z idle 48` before the act, `revoked …` after it,
 * `restored 2026-11-24T09:00:00Z` when it was given back.
 */
export type LedgerEntry = {
  readonly kind: 'revoking' | 'revoked' | 'restored'
  readonly at: Instant
  readonly idleDays: number | undefined
}

const PREFIX = 'iam-unused-user-cleanup:'

/** @param id as `credentialId` gives it */
export const ledgerKey = (id: string): string => PREFIX + id

/** IAM keeps whole seconds, and so does the ledger. */
export const ledgerValue = ({ kind, at, idleDays }: LedgerEntry): string =>
  `${kind} ${isoTime(at).replace(/\.\d+/, '')}${idleDays === undefined ? '' : ` idle ${idleDays}`}`

/** @returns undefined where nothing is written of the credential; @throws Error for an entry that cannot be read: then nothing may be concluded */
export function ledgerEntry(tags: ReadonlyMap<string, string>, key: string): LedgerEntry | undefined {
  const [name, value] = [...tags].find(([each]) => each.toLowerCase() === key.toLowerCase()) ?? []
  if (name === undefined || value === undefined) return undefined
  const [, kind, at, idle] = /^(revoking|revoked|restored) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)(?: idle (\d+))?$/.exec(value) ?? []
  if (kind === undefined || at === undefined || Number.isNaN(Date.parse(at)))
    throw new Error(`The ledger tag ${name} cannot be read: "${value}".`)
  return { kind: kind as LedgerEntry['kind'], at: instant(at), idleDays: idle === undefined ? undefined : Number(idle) }
}

/** What the ledger holds, by the id of the access key or `password`. */
export function ledgerOf(tags: ReadonlyMap<string, string>): ReadonlyMap<string, LedgerEntry> {
  const keys = [...tags.keys()].filter((key) => /^iam-unused-user-cleanup:(password|AKIA\w+)$/i.test(key))
  return new Map(
    keys.flatMap((key) => {
      const entry = ledgerEntry(tags, key)
      return entry === undefined ? [] : [[key.slice(PREFIX.length), entry]]
    }),
  )
}

/** The credentials with their recorded restores, which restart the clock (S1). */
export const withRestores = (credentials: readonly Credential[], tags: ReadonlyMap<string, string>): readonly Credential[] =>
  credentials.map((credential) => {
    const entry = ledgerEntry(tags, ledgerKey(credentialId(credential)))
    return entry?.kind === 'restored' ? { ...credential, restored: entry.at } : credential
  })
