import type { CredentialFinding, Findings, UserFinding } from '../findings/findings.ts'
import { firstOfList } from './first-of-list.ts'
import type { UnreadAccount } from './unread-account.ts'
import { supported } from './standards.ts'
import { unusedSince, userSentences, userStanding, userTitle, type UserStanding } from './user-standing.ts'

const GENERATOR = 'iam-unused-user-cleanup/unused-credentials'

/** One finding of AWS Security Hub a user, in a list. BatchImportFindings takes a hundred of them at a time, of the caller's own account and Region. */
export const findingsAsff = (documents: readonly Findings[]): string =>
  JSON.stringify(
    documents.flatMap((findings) => findings.users.map((user) => findingOf(findings, user))),
    undefined,
    2,
  )

/** An account of which there are no findings. */
export function accountAsff({ id, name, at, says, kind, begun }: UnreadAccount) {
  const partition = begun.caller.split(':')[1] ?? 'aws'
  const region = begun.terms['--region'] ?? ''
  const types = ['Software and Configuration Checks/Industry and Regulatory Standards']
  return {
    SchemaVersion: '2018-10-08',
    Id: `${id}/unused-credentials`,
    ProductArn: `arn:${partition}:securityhub:${region}:${id}:product/${id}/default`,
    GeneratorId: GENERATOR,
    AwsAccountId: id,
    ...(name === '' ? {} : { AwsAccountName: cut(name, 50) }),
    Types: types,
    CreatedAt: at,
    UpdatedAt: at,
    Severity: { Label: 'LOW' },
    Title: 'IAM users of the account could not be judged',
    Description: cut(says, 1_024),
    ProductFields: { ToolVersion: begun.toolVersion, Standing: kind },
    Resources: [{ Type: 'AwsAccount', Id: `AWS::::Account:${id}`, Partition: partition, Region: region }],
    Compliance: { Status: 'NOT_AVAILABLE' },
    Workflow: { Status: 'NEW' },
    RecordState: 'ACTIVE',
    FindingProviderFields: { Severity: { Label: 'LOW' }, Types: types },
  }
}

export const isAsff = (text: string): boolean => Object(firstOfList(text)).GeneratorId === GENERATOR

type Words = { readonly severity: string; readonly compliance: string; readonly workflow: string; readonly record: string }

/** A workflow status is taken of a new finding alone, and nobody but people takes SUPPRESSED back: who is excluded is archived, until the exclusion ends. */
const WORDS: Readonly<Record<UserStanding, Words>> = {
  failed: { severity: 'MEDIUM', compliance: 'FAILED', workflow: 'NEW', record: 'ACTIVE' },
  warning: { severity: 'LOW', compliance: 'WARNING', workflow: 'NEW', record: 'ACTIVE' },
  passed: { severity: 'INFORMATIONAL', compliance: 'PASSED', workflow: 'RESOLVED', record: 'ACTIVE' },
  revoked: { severity: 'INFORMATIONAL', compliance: 'PASSED', workflow: 'RESOLVED', record: 'ARCHIVED' },
  excluded: { severity: 'INFORMATIONAL', compliance: 'NOT_AVAILABLE', workflow: 'NEW', record: 'ARCHIVED' },
  unknown: { severity: 'LOW', compliance: 'NOT_AVAILABLE', workflow: 'NEW', record: 'ACTIVE' },
}

function findingOf(findings: Findings, user: UserFinding) {
  const { account, asOf, limitDays } = findings
  const standing = userStanding(findings, user)
  const { severity, compliance, workflow, record } = WORDS[standing]
  const partition = user.arn.startsWith('arn:') ? user.arn.split(':')[1] : 'aws'
  const types = ['Software and Configuration Checks/Industry and Regulatory Standards']
  const since = unusedSince(user)
  return {
    SchemaVersion: '2018-10-08',
    Id: cut(`${account.id}/${user.userId}/unused-credentials`, 512),
    ProductArn: `arn:${partition}:securityhub:${account.region}:${account.id}:product/${account.id}/default`,
    GeneratorId: GENERATOR,
    AwsAccountId: account.id,
    ...(account.alias === undefined ? {} : { AwsAccountName: cut(account.alias, 50) }),
    Types: types,
    ...(since === undefined ? {} : { FirstObservedAt: since }),
    LastObservedAt: asOf,
    CreatedAt: since ?? asOf,
    UpdatedAt: asOf,
    Severity: { Label: severity },
    Title: cut(userTitle(user, standing), 256),
    Description: cut(userSentences(user).join(' '), 1_024),
    ...(standing === 'failed' ? { Remediation: REMEDIATION } : {}),
    ProductFields: { LimitDays: String(limitDays), ToolVersion: findings.toolVersion, Standing: standing, FindingsDigest: findings.digest },
    Resources: [
      {
        Type: 'AwsIamUser',
        Id: user.arn === '' ? user.userId : user.arn,
        Partition: partition,
        Region: account.region,
        Details: {
          AwsIamUser: {
            UserName: user.userName,
            UserId: user.userId,
            Path: user.path,
            ...(user.created === undefined ? {} : { CreateDate: user.created }),
          },
        },
      },
      ...user.credentials.flatMap((each) => keyOf(each, findings, user, partition)),
    ],
    Compliance: {
      Status: compliance,
      RelatedRequirements: supported(limitDays).map((each) => cut(`${each.standard} ${each.control}`, 64)),
    },
    Workflow: { Status: workflow },
    RecordState: record,
    FindingProviderFields: { Severity: { Label: severity }, Types: types },
  }
}

const REMEDIATION = {
  Recommendation: {
    Text: 'Deactivate the unused access keys and delete the unused password, or exclude the user with an owner, a reason and an end. "iam-cleanup plan" shows what would be revoked, and "iam-cleanup restore" gives it back.',
  },
}

/** Keys that go by their id. */
const keyOf = (
  { kind, from, id, status, created }: CredentialFinding,
  { account }: Findings,
  { userId, userName }: UserFinding,
  partition: string | undefined,
) =>
  kind === 'access-key' && from === 'iam'
    ? [
        {
          Type: 'AwsIamAccessKey',
          Id: `AWS::IAM::AccessKey:${id}`,
          Partition: partition,
          Region: account.region,
          Details: {
            AwsIamAccessKey: {
              AccessKeyId: id,
              PrincipalType: 'User',
              PrincipalId: userId,
              PrincipalName: userName,
              Status: status === 'active' ? 'Active' : 'Inactive',
              ...(created === undefined ? {} : { CreatedAt: created }),
            },
          },
        },
      ]
    : []

/** No longer than ASFF takes, and never within a character. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text
  return `${text.slice(0, length - 3).replace(/[\uD800-\uDBFF]$/, '')}...`
}
