import type { Instant } from '../judgement/instant.ts'
import type { LedgerEvent } from './event.ts'
import { LONGEST_ACT_MS, openActs } from './standing.ts'

/**
 * A credential of an IAM administrator that somebody is about to take, or took (S11): it counts as gone, whatever IAM shows.
 * `id` is that of the act; `version` is where its intent stands, or was to stand, in the credential's ledger.
 */
export type Claim = { readonly userId: string; readonly credential: string; readonly version: number; readonly id: string }

/** The one item that decides who may take the last way in. */
export type Claims = { readonly revision: number; readonly taken: readonly Claim[] }

export const claimText = ({ userId, credential, version, id }: Claim): string => [userId, credential, version, id].join('/')

/** @throws Error for anything but what `claimText` writes */
export function parseClaim(text = ''): Claim {
  const [, userId = '', credential = '', version, id = ''] = /^(\w+)\/(\w+)\/(\d+)\/([\w-]+)$/.exec(text) ?? []
  if (id === '') throw new Error(`The ledger's claim "${text}" cannot be read.`)
  return { userId, credential, version: Number(version), id }
}

/**
 * Whether a claim's act cannot happen any more, so that it may be taken out once its credential is live again: its intent cannot be written, for another event stands in
 * its place; or what came of it is written; or it was begun a day ago. Of an act that is open nobody knows: its claim stays.
 */
export function isOver({ id, version }: Claim, events: readonly LedgerEvent[], now: Instant): boolean {
  const intent = openActs(events).find((event) => event.id === id)
  return intent === undefined ? events.length > version : now - intent.at > LONGEST_ACT_MS
}

/** Whether the change from one list of claims to another has been made, whatever else came after it. */
export function isMade(before: readonly Claim[], after: readonly Claim[], now: readonly Claim[]): boolean {
  const isIn = (claims: readonly Claim[], { id }: Claim): boolean => claims.some((each) => each.id === id)
  return after.every((each) => isIn(before, each) || isIn(now, each)) && before.every((each) => isIn(after, each) || !isIn(now, each))
}
