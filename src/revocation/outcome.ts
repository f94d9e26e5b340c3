import type { Credential } from '../judgement/credential.ts'

/**
 * What came of one credential. `refused`: AWS said no, and nothing was done. `unknown`: what AWS did is not known, or not yet seen; trying again is safe.
 * `protected`: it was left alone on purpose.
 */
export type Outcome =
  | { readonly kind: 'revoked' | 'already-gone' }
  | { readonly kind: 'protected' | 'refused' | 'unknown'; readonly why: string }

export type Revocation = { readonly credential: Credential; readonly idleDays: number; readonly outcome: Outcome }

/** The kind, and why where there is a reason: `refused: AccessDenied …`. */
export const outcomeText = (outcome: Outcome): string => ('why' in outcome ? `${outcome.kind}: ${outcome.why}` : outcome.kind)

/** Refused and unknown are never a success. */
export const isWell = (kind: Outcome['kind'] | 'skipped'): boolean => kind !== 'refused' && kind !== 'unknown'

export const isDone = ({ outcome: { kind } }: Revocation): boolean => isWell(kind)

export const isTaken = ({ outcome: { kind } }: Revocation): boolean => kind === 'revoked' || kind === 'already-gone'
