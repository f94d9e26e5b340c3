import type { Evaluation } from '@aws-sdk/client-config-service'
import { complianceOf, nothingToEvaluate, reasonsOf, userEvaluation } from './evaluation.ts'
import type { Earlier } from './evaluate.ts'
import type { Found } from './finding.ts'
import type { Invocation } from './invocation.ts'

/** What to tell AWS Config: one evaluation a known user, and NOT_APPLICABLE for those an earlier run reported and that are gone (S6). */
export function evaluationsOf(found: readonly Found[], earlier: Earlier, limitDays: number, invocation: Invocation): readonly Evaluation[] {
  const known = found.flatMap(({ subject, finding }) => {
    const complianceType = complianceOf(finding)
    const annotation = reasonsOf(finding, limitDays).join(' ')
    return complianceType === undefined ? [] : [userEvaluation({ resourceId: subject.userId, complianceType, annotation }, invocation)]
  })
  const evaluations = [...known, ...vanished(found, earlier, invocation)]
  return evaluations.length > 0 || found.length > 0 ? evaluations : [nothingToEvaluate(invocation)]
}

function vanished(found: readonly Found[], earlier: Earlier, invocation: Invocation): readonly Evaluation[] {
  if (earlier.kind === 'unread') return []
  const here = new Set(found.flatMap(({ subject, finding }) => (finding.kind === 'gone' ? [] : [subject.userId])))
  return earlier.evaluations
    .filter(({ resourceId }) => !here.has(resourceId))
    .map(({ resourceId }) =>
      userEvaluation({ resourceId, complianceType: 'NOT_APPLICABLE', annotation: 'The user no longer exists.' }, invocation),
    )
}
