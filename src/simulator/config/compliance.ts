import type { EvaluationResult } from './state.ts'

const COUNT_CAP = 25

/** What a rule's results come to; users are counted up to a cap. */
export function complianceOf(results: readonly EvaluationResult[]) {
  const bad = results.filter(({ evaluation }) => evaluation.ComplianceType === 'NON_COMPLIANT').length
  if (results.length === 0) return { ComplianceType: 'INSUFFICIENT_DATA' as const }
  if (bad === 0) return { ComplianceType: 'COMPLIANT' as const }
  return {
    ComplianceType: 'NON_COMPLIANT' as const,
    ComplianceContributorCount: { CappedCount: Math.min(bad, COUNT_CAP), CapExceeded: bad > COUNT_CAP },
  }
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
