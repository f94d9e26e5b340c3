import type { Change, ParameterChange } from '../deployment/change.ts'
import { plural } from '../text/plural.ts'
import { textTable } from './table.ts'

type Deployment = {
  readonly accountId: string
  readonly region: string
  readonly stackName: string
  readonly kind: 'create' | 'update'
  readonly release: { readonly was: string | undefined; readonly is: string | undefined }
  readonly parameters: readonly ParameterChange[]
  readonly changes: readonly Change[]
}

const REPLACED: Readonly<Record<Change['replaced'], string>> = { no: '', yes: 'made anew, the old one goes', perhaps: 'perhaps made anew' }

/** What a deployment will change, in words and by resource. */
export function deploymentText({ accountId, region, stackName, kind, release, parameters, changes }: Deployment, columns: number): string {
  const valueOf = (name: string): string => parameters.find((each) => each.name === name)?.is ?? ''
  const rows = parameters
    .filter(({ was, is }) => was !== is)
    .map(({ name, was, is }) => [name, is === '' ? '(empty)' : is, ...(kind === 'update' ? [was ?? '(new)'] : [])])
  return [
    `Account ${accountId}, Region ${region}, stack ${stackName}: ${kind === 'create' ? 'made' : 'updated'}.\n${releaseText(release)}\n${effect(valueOf)}`,
    ...(rows.length === 0 ? [] : [textTable(['Parameter', 'Is to be', ...(kind === 'update' ? ['Was'] : [])], rows, columns)]),
    textTable(
      ['Change', 'Resource', 'Type', 'Replaced'],
      changes.map(({ action, logicalId, type, replaced }) => [action, logicalId, type, REPLACED[replaced]]),
      columns,
    ),
  ].join('\n\n')
}

const releaseText = ({ was, is = 'without a name' }: Deployment['release']): string =>
  was === undefined || was === is ? `Template ${is}.` : `Template ${is}, in place of ${was}.`

const RUNBOOKS: Readonly<Record<string, string>> = {
  Guarded: 'by our runbook, which looks once more, keeps the ledger and never takes the last way in',
  AwsManaged: 'by the AWS-owned runbook; of all guards only the tag iam-unused-user-cleanup:excluded binds it, and it keeps no ledger',
}

function effect(valueOf: (name: string) => string): string {
  const by = RUNBOOKS[valueOf('RemediationRunbook')]
  const unused = `A password or access key that is idle for ${plural(Number(valueOf('MaxCredentialUsageAge')), 'day')} is unused`
  if (by === undefined) return `${unused}, and told as NON_COMPLIANT: nothing is revoked.`
  if (valueOf('AutomaticRemediation') === 'false')
    return `${unused}, and told as NON_COMPLIANT: nothing is revoked unless somebody starts it in AWS Config, ${by}.`
  return `${unused}, and REVOKED some minutes after it was judged, without a question, ${by}.`
}
