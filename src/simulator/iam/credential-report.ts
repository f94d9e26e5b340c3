import { GenerateCredentialReport$, GetCredentialReport$ } from '@aws-sdk/client-iam'
import { AwsError } from '../world/aws-error.ts'
import type { Call } from '../world/call.ts'
import { operation } from '../world/operation.ts'
import { iamOf, type AccessKey, type CredentialReport, type IamState, type User } from './state.ts'

const REUSE_MS = 4 * 3_600_000
const COLUMNS = [
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active',
  ...[1, 2].map((n) =>
    ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service']
      .map((field) => `access_key_${n}_${field}`)
      .join(','),
  ),
  ...[1, 2].map((n) => `cert_${n}_active,cert_${n}_last_rotated`),
].join(',')

/**
 * The report shows the account as it was when it was begun, and is the same for four hours, whatever happens meanwhile. It is made at once,
 * unless `report-in-progress` is ordered.
 */
export const credentialReportOperations = [
  operation(GenerateCredentialReport$, [], (_input: object, call) => {
    const { place, now } = call
    if (isFresh(call)) return { State: isInProgress(call) ? 'INPROGRESS' : 'COMPLETE' }
    iamOf(place).credentialReport = { started: now, content: contentOf(iamOf(place)) }
    return { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' }
  }),

  operation(GetCredentialReport$, [], (_input: object, call) => {
    const report = iamOf(call.place).credentialReport
    if (report === undefined) throw new AwsError('ReportNotPresent', 410, 'Unknown')
    if (isInProgress(call)) throw new AwsError('ReportInProgress', 404, 'Unknown')
    if (!isFresh(call)) throw new AwsError('ReportExpired', 410, 'Unknown')
    return { Content: Buffer.from(report.content), ReportFormat: 'text/csv', GeneratedTime: report.started }
  }),
]

const isFresh = ({ place, now }: Call): boolean => isYoung(iamOf(place).credentialReport, now)

const isYoung = (credentialReport: CredentialReport | undefined, now: Date): boolean =>
  credentialReport !== undefined && now.getTime() - credentialReport.started.getTime() < REUSE_MS

const isInProgress = ({ place, now }: Call): boolean =>
  place.world.faults.strike({ operation: 'iam:GetCredentialReport', input: {}, now, accountId: place.accountId }, [
    'report-in-progress',
  ]) !== undefined

function contentOf(iam: IamState): string {
  const root = `<root_account>,arn:aws:iam::${iam.accountId}:root,2020-01-01T00:00:00Z,false,N/A,N/A,not_supported,true,${keyCells()},${keyCells()},${CERTIFICATES}`
  return [COLUMNS, root, ...iam.sortedUsers().map((user) => row(user))].join('\n')
}

const CERTIFICATES = 'false,N/A,false,N/A'

function row(user: User): string {
  const [first, second] = user.AccessKeys.toSorted((one, other) => (one.AccessKeyId < other.AccessKeyId ? -1 : 1))
  const password = user.LoginProfile
  const cells = [
    quoted(user.UserName),
    quoted(user.Arn),
    date(user.CreateDate),
    password !== undefined,
    password === undefined ? 'N/A' : user.PasswordLastUsed === undefined ? 'no_information' : date(user.PasswordLastUsed),
    date(password?.LastChanged),
    'N/A',
    false,
    keyCells(first),
    keyCells(second),
    CERTIFICATES,
  ]
  return cells.join(',')
}

function keyCells(key?: AccessKey): string {
  if (key === undefined) return 'false,N/A,N/A,N/A,N/A'
  return [
    key.Status === 'Active',
    date(key.CreateDate),
    date(key.LastUsed?.Date),
    key.LastUsed?.Region ?? 'N/A',
    key.LastUsed?.ServiceName ?? 'N/A',
  ].join(',')
}

const date = (moment: Date | undefined): string => (moment === undefined ? 'N/A' : `${moment.toISOString().slice(0, 19)}+00:00`)

const quoted = (text: string): string => (text.includes(',') ? `"${text}"` : text)
