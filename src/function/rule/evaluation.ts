import type { Evaluation } from '@aws-sdk/client-config-service'
import { describeError } from '../../aws/errors.ts'
import { describeExclusion } from '../../exclusions/exclusion.ts'
import { reasons } from '../../judgement/reasons.ts'
import type { Finding, Found } from '../../inventory/finding.ts'
import type { Invocation } from './invocation.ts'

/** AWS Config takes no longer one. */
const ANNOTATION_LENGTH = 256

type ComplianceType = 'COMPLIANT' | 'NON_COMPLIANT' | 'NOT_APPLICABLE'

/** Unknown (S4), or a user who is gone, says nothing of compliance. */
const COMPLIANCE: Readonly<Record<Finding['kind'], ComplianceType | undefined>> = {
  compliant: 'COMPLIANT',
  excluded: 'COMPLIANT',
  'non-compliant': 'NON_COMPLIANT',
  unknown: undefined,
  gone: undefined,
}

/** Why, in sentences: what the annotation and the log line say. */
export function reasonsOf(finding: Finding, limitDays: number): readonly string[] {
  switch (finding.kind) {
    case 'compliant':
    case 'non-compliant':
      return reasons(finding, limitDays)
    case 'excluded':
      return [describeExclusion(finding.exclusion)]
    case 'unknown':
      return [describeError(finding.cause)]
    case 'gone':
      return ['Deleted while the rule was running.']
  }
}

/** @returns undefined where nothing can be said of compliance */
export function userEvaluation({ subject, finding }: Found, limitDays: number, invocation: Invocation): Evaluation | undefined {
  const complianceType = COMPLIANCE[finding.kind]
  return complianceType && evaluation(subject.userId, complianceType, reasonsOf(finding, limitDays).join(' '), invocation)
}

export const vanishedEvaluation = (userId: string, invocation: Invocation): Evaluation =>
  evaluation(userId, 'NOT_APPLICABLE', 'The user no longer exists.', invocation)

const evaluation = (userId: string, complianceType: ComplianceType, annotation: string, { now }: Invocation): Evaluation => ({
  ComplianceResourceType: 'AWS::IAM::User',
  ComplianceResourceId: userId,
  ComplianceType: complianceType,
  Annotation: shortened(annotation, ANNOTATION_LENGTH),
  OrderingTimestamp: new Date(now),
})

/** What a run reports that has nothing else to report: AWS Config wants an answer, and an empty one may be refused. */
export const nothingToEvaluate = ({ accountId, now }: Invocation): Evaluation => ({
  ComplianceResourceType: 'AWS::::Account',
  ComplianceResourceId: accountId,
  ComplianceType: 'NOT_APPLICABLE',
  Annotation: 'The account has no IAM users.',
  OrderingTimestamp: new Date(now),
})

/**
 * An annotation, marked: people should have heard of this user, or of this run, and did not. The next run tells them. Every other annotation ends with a full stop,
 * whatever reason for an exclusion people wrote.
 */
export function untold(annotation: string, isNews: boolean): string {
  const mark = ` (Nobody was told of this ${isNews ? '' : 'run '}yet)`
  return shortened(annotation, ANNOTATION_LENGTH - mark.length) + mark
}

type Annotated = { readonly annotation: string }

export const isUntold = ({ annotation }: Annotated): boolean => annotation.endsWith(' this yet)')

export const isOfUntoldRun = ({ annotation }: Annotated): boolean => annotation.endsWith(' yet)')

/** A text of at most so many UTF-16 units, without control characters, and never cut within what a reader takes for one character. */
function shortened(text: string, length: number): string {
  const clean = text.replaceAll(/\p{Cc}/gu, ' ')
  if (clean.length <= length) return clean
  let end = 0
  for (const { index, segment } of new Intl.Segmenter().segment(clean))
    if (index + segment.length <= length - 3) end = index + segment.length
  return `${clean.slice(0, end)}...`
}
