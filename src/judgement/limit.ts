/** The largest limit that the AWS-owned runbook takes. */
const MAX_LIMIT_DAYS = 10_000

export const isLimit = (days: number): boolean => Number.isInteger(days) && days >= 1 && days <= MAX_LIMIT_DAYS
