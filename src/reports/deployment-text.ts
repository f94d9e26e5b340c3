import type { Change, ParameterChange } from '../deployment/change.ts'
import { plural } from '../text/plural.ts'
import { textTable } from './table.ts'

/** The release of a template, as it was and as it is to be; undefined where it has none. */
export type Releases = { readonly was: string | undefined; readonly is: string | undefined }

type Deployment = {
  readonly accountId: string
  readonly region: string
  readonly stackName: string
  readonly kind: 'create' | 'update'
  readonly release: Releases
  readonly parameters: readonly ParameterChange[]
  readonly changes: readonly Change[]
}

const REPLACED: Readonly<Record<Change['replaced'], string>> = { no: '', yes: 'made anew, the old one goes', perhaps: 'perhaps made anew' }

/** What a deployment will change, in words and by resource. */
export function deploymentText({ accountId, region, stackName, kind, release, parameters, changes }: Deployment, columns: number): string {
  const valueOf = (name: string): string => parameters.find((each) => each.name === name)?.is ?? ''
  return [
    `Account ${accountId}, Region ${region}, stack ${stackName}: ${kind === 'create' ? 'made' : 'updated'}.\n${releaseText(release)}\n${effect(valueOf)}`,
    ...parametersText(parameters, kind, columns),
    textTable(
      ['Change', 'Resource', 'Type', 'Replaced'],
      changes.map(({ action, logicalId, type, replaced }) => [action, logicalId, type, REPLACED[replaced]]),
      columns,
    ),
  ].join('\n\n')
}

/** The parameters that change, in a table; nothing where none does. */
export function parametersText(parameters: readonly ParameterChange[], kind: 'create' | 'update', columns: number): readonly string[] {
  const rows = parameters
    .filter(({ was, is }) => was !== is)
    .map(({ name, was, is }) => [name, is === '' ? '(empty)' : is, ...(kind === 'update' ? [was ?? '(new)'] : [])])
  return rows.length === 0 ? [] : [textTable(['Parameter', 'Is to be', ...(kind === 'update' ? ['Was'] : [])], rows, columns)]
}

/** Which template takes the place of which. */
export const releaseText = ({ was, is = 'without a name' }: Releases): string =>
  was === undefined || was === is ? `Template ${is}.` : `Template ${is}, in place of ${was}.`

const RUNBOOKS: Readonly<Record<string, string>> = {
  Guarded: 'by our runbook, which looks once more, keeps the ledger and never takes the last way in',
  AwsManaged: 'by the AWS-owned runbook; of all guards only the tag iam-unused-user-cleanup:excluded binds it, and it keeps no ledger',
}

/** What is to happen to whoever is idle, by the values of the parameters. */
export function effect(valueOf: (name: string) => string): string {
  const by = RUNBOOKS[valueOf('RemediationRunbook')]
  const unused = `A password or access key that is idle for ${plural(Number(valueOf('MaxCredentialUsageAge')), 'day')} is unused`
  if (by === undefined) return `${unused}, and told as NON_COMPLIANT: nothing is revoked.`
  if (valueOf('AutomaticRemediation') === 'false')
    return `${unused}, and told as NON_COMPLIANT: nothing is revoked unless somebody starts it in AWS Config, ${by}.`
  return `${unused}, and REVOKED some minutes after it was judged, without a question, ${by}.`
}
