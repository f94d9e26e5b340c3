import { BatchImportFindings$, type AwsSecurityFinding, type BatchImportFindingsRequest } from '@aws-sdk/client-securityhub'
import { AwsError } from '../world/aws-error.ts'
import type { Call } from '../world/call.ts'
import { callerArn } from '../world/caller.ts'
import { accessDenied } from '../world/faults.ts'
import { operation } from '../world/operation.ts'
import { fault } from './finding-format.ts'
import { hubOf, invalidInput, notSubscribed } from './state.ts'

const ACTION = 'securityhub:BatchImportFindings'

/** Findings of the account's own product, which is there wherever Security Hub is. */
export const importOperations = [
  operation(
    BatchImportFindings$,
    [
      'Findings[].SchemaVersion',
      'Findings[].Id',
      'Findings[].ProductArn',
      'Findings[].GeneratorId',
      'Findings[].AwsAccountId',
      'Findings[].AwsAccountName',
      'Findings[].Types',
      'Findings[].FirstObservedAt',
      'Findings[].LastObservedAt',
      'Findings[].CreatedAt',
      'Findings[].UpdatedAt',
      'Findings[].Severity.Label',
      'Findings[].Title',
      'Findings[].Description',
      'Findings[].Remediation.Recommendation',
      'Findings[].ProductFields',
      'Findings[].Resources[].Type',
      'Findings[].Resources[].Id',
      'Findings[].Resources[].Partition',
      'Findings[].Resources[].Region',
      'Findings[].Resources[].Details.AwsIamUser.UserName',
      'Findings[].Resources[].Details.AwsIamUser.UserId',
      'Findings[].Resources[].Details.AwsIamUser.Path',
      'Findings[].Resources[].Details.AwsIamUser.CreateDate',
      'Findings[].Resources[].Details.AwsIamAccessKey.AccessKeyId',
      'Findings[].Resources[].Details.AwsIamAccessKey.PrincipalType',
      'Findings[].Resources[].Details.AwsIamAccessKey.PrincipalId',
      'Findings[].Resources[].Details.AwsIamAccessKey.PrincipalName',
      'Findings[].Resources[].Details.AwsIamAccessKey.Status',
      'Findings[].Resources[].Details.AwsIamAccessKey.CreatedAt',
      'Findings[].Compliance.Status',
      'Findings[].Compliance.RelatedRequirements',
      'Findings[].Workflow.Status',
      'Findings[].RecordState',
      'Findings[].FindingProviderFields.Severity.Label',
      'Findings[].FindingProviderFields.Types',
    ],
    ({ Findings = [] }: BatchImportFindingsRequest, call) => {
      for (const finding of Findings) checkProduct(finding, call)
      const { enabled, findings } = hubOf(call.place)
      const failed = Findings.flatMap((finding) => failure(finding, enabled ? undefined : notSubscribed(call.place)))
      for (const finding of Findings)
        if (!failed.some(({ of }) => of === finding)) {
          const key = `${finding.ProductArn} ${finding.Id}`
          findings.set(key, updated(findings.get(key), finding))
        }
      return {
        FailedCount: failed.length,
        SuccessCount: Findings.length - failed.length,
        FailedFindings: failed.map(({ error }) => error),
      }
    },
  ),
]

/**
 * The caller's own account, Region and product. Of any other the whole call is refused, as if rights were missing.
 * @throws InvalidInputException, AccessDeniedException
 */
function checkProduct({ ProductArn = '', AwsAccountId }: AwsSecurityFinding, { place: { accountId, region }, caller }: Call): void {
  if (!/^arn:[\w-]+:securityhub:[a-z0-9-]+:(\d{12})?:product\/[^/]+\/[^/]+$/.test(ProductArn))
    throw invalidInput(`productArn: "${ProductArn}"`)
  if (ProductArn !== `arn:aws:securityhub:${region}:${accountId}:product/${accountId}/default` || AwsAccountId !== accountId)
    throw new AwsError('AccessDeniedException', 403, accessDenied(ACTION, callerArn(caller), ProductArn).message)
}

/** https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html: without Security Hub the findings fail, not the call. */
function failure(finding: AwsSecurityFinding, refused: string | undefined) {
  const ErrorMessage = refused ?? fault(finding)
  const ErrorCode = refused === undefined ? 'InvalidInput' : 'InvalidAccess'
  return ErrorMessage === undefined ? [] : [{ of: finding, error: { Id: finding.Id, ErrorCode, ErrorMessage } }]
}

/** What is not newer is passed over. How far people are with a finding stays theirs, but for one that is back. */
function updated(present: AwsSecurityFinding | undefined, finding: AwsSecurityFinding): AwsSecurityFinding {
  const next = { ...finding, RecordState: finding.RecordState ?? 'ACTIVE', Workflow: finding.Workflow ?? { Status: 'NEW' as const } }
  if (present === undefined) return next
  if (Date.parse(finding.UpdatedAt ?? '') <= Date.parse(present.UpdatedAt ?? '')) return present
  const isClosed = present.Workflow?.Status === 'NOTIFIED' || present.Workflow?.Status === 'RESOLVED'
  const isBack =
    (present.RecordState === 'ARCHIVED' && next.RecordState === 'ACTIVE') ||
    (present.Compliance?.Status === 'PASSED' && next.Compliance !== undefined && next.Compliance.Status !== 'PASSED')
  return { ...next, Workflow: isClosed && isBack ? { Status: 'NEW' } : present.Workflow }
}
