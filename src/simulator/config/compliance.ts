import type { Rule } from './state.ts'

const COUNT_CAP = 25

export const cappedCount = (count: number) => ({ CappedCount: Math.min(count, COUNT_CAP), CapExceeded: count > COUNT_CAP })

/** What a rule says of all that it has judged. */
export function complianceOf({ results }: Rule) {
  const bad = [...results.values()].filter(({ evaluation }) => evaluation.ComplianceType === 'NON_COMPLIANT').length
  if (results.size === 0) return { ComplianceType: 'INSUFFICIENT_DATA' as const }
  if (bad === 0) return { ComplianceType: 'COMPLIANT' as const }
  return { ComplianceType: 'NON_COMPLIANT' as const, ComplianceContributorCount: cappedCount(bad) }
}
