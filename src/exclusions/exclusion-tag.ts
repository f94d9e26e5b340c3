import { parseUntil, type Until } from './entry.ts'

/** A user who carries this tag is excluded, by us and, through the remediation role's policy, from the AWS-owned runbook. */
export const EXCLUSION_TAG = 'iam-unused-user-cleanup:excluded'

export type TagExclusion = {
  readonly kind: 'tag'
  readonly until?: Until
  readonly reason?: string
  /** Set when the value speaks of an end that cannot be read: such a tag protects without end. */
  readonly fault?: string
}

/** Read the exclusion among a user's tags; its value may be `until 2026-12-31 reason`. */
export function exclusionByTag(tags: ReadonlyMap<string, string>): TagExclusion | undefined {
  const value = [...tags].find(([key]) => key.toLowerCase() === EXCLUSION_TAG)?.[1].trim()
  if (value === undefined) return undefined
  if (!/^until\b/i.test(value)) return { kind: 'tag', ...withReason(value) }
  const [date = '', ...rest] = value.slice('until'.length).trim().split(/\s+/)
  const until = parseUntil(date)
  if (until !== undefined) return { kind: 'tag', until, ...withReason(rest.join(' ')) }
  return { kind: 'tag', ...withReason(value), fault: `"${value}" is not "until YYYY-MM-DD reason"` }
}

const withReason = (reason: string): { readonly reason?: string } => (reason === '' ? {} : { reason })
