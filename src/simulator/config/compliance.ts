import type { EvaluationResult, Rule } from './state.ts'

const COUNT_CAP = 25

export const cappedCount = (count: number) => ({ CappedCount: Math.min(count, COUNT_CAP), CapExceeded: count > COUNT_CAP })

/** What a rule says of all that it has judged. */
export const complianceOf = ({ results }: Rule) => complianceOfAll([...results.values()])

export function complianceOfAll(results: readonly EvaluationResult[]) {
  const bad = results.filter(({ evaluation }) => evaluation.ComplianceType === 'NON_COMPLIANT').length
  if (results.length === 0) return { ComplianceType: 'INSUFFICIENT_DATA' as const }
  if (bad === 0) return { ComplianceType: 'COMPLIANT' as const }
  return { ComplianceType: 'NON_COMPLIANT' as const, ComplianceContributorCount: cappedCount(bad) }
}

export const shownResult = (ConfigRuleName: string, { evaluation, recordedAt, invokedAt }: EvaluationResult) => ({
  EvaluationResultIdentifier: {
    EvaluationResultQualifier: {
      ConfigRuleName,
      ResourceType: evaluation.ComplianceResourceType,
      ResourceId: evaluation.ComplianceResourceId,
      EvaluationMode: 'DETECTIVE' as const,
    },
    OrderingTimestamp: evaluation.OrderingTimestamp,
  },
  ComplianceType: evaluation.ComplianceType,
  ResultRecordedTime: recordedAt,
  ConfigRuleInvokedTime: invokedAt,
  Annotation: evaluation.Annotation,
})
