import { instant, type Instant } from '../judgement/instant.ts'
import { isLimit } from '../judgement/limit.ts'

/** What our SSM document hands to the function. */
export type Order = {
  readonly userId: string
  readonly limitDays: number
  readonly ruleName: string
  readonly executionId: string
  readonly now: Instant
}

/** @returns undefined for an event that is none of the document's; @throws Error for one that is and cannot be read */
export function parseOrder(event: unknown): Order | undefined {
  const { IAMResourceId, MaxCredentialUsageAge, RuleName, ExecutionId, DateTime } = Object(event) as Readonly<Record<string, unknown>>
  if (IAMResourceId === undefined) return undefined
  // Systems Manager writes the time as yyyy-MM-dd_HH.mm.ss, in UTC.
  const now = Date.parse(`${String(DateTime).replace('_', 'T').replaceAll('.', ':')}Z`)
  const limitDays = Number(MaxCredentialUsageAge)
  if (!isLimit(limitDays) || Number.isNaN(now))
    throw new Error(`The runbook's order cannot be read: ${JSON.stringify(event)}. Deploy the stack again.`)
  return {
    userId: `${IAMResourceId as string}`,
    limitDays,
    ruleName: `${RuleName as string}`,
    executionId: `${ExecutionId as string}`,
    now: instant(now),
  }
}
