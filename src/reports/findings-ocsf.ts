import type { CredentialFinding, Findings, UserFinding } from '../findings/findings.ts'
import { firstOfList } from './first-of-list.ts'
import type { UnreadAccount } from './unread-account.ts'
import { supported } from './standards.ts'
import { unusedSince, userSentences, userStanding, userTitle, type UserStanding } from './user-standing.ts'

const PRODUCT = 'IAM Unused User Cleanup'

/** One OCSF 1.8 Compliance Finding (class 2003, profiles cloud and datetime) a user, in a list. Its uid is that of the user: it stays the same whatever the credentials are read from. */
export const findingsOcsf = (documents: readonly Findings[]): string =>
  JSON.stringify(
    documents.flatMap((findings) => findings.users.map((user) => eventOf(findings, user))),
    undefined,
    2,
  )

/** An account of which there are no findings. */
export function accountOcsf({ id, name, at, says, kind, begun }: UnreadAccount) {
  const title = `IAM users of account ${id} could not be judged`
  const [limitDays = ''] = [begun.terms['a limit of days']]
  return {
    activity_id: 1,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2003,
    class_name: 'Compliance Finding',
    type_uid: 200_301,
    type_name: 'Compliance Finding: Create',
    severity_id: 0,
    severity: 'Unknown',
    status_id: 1,
    status: 'New',
    message: `${title}. ${says}`,
    ...moment('time', at),
    metadata: {
      version: '1.8.0',
      product: { name: PRODUCT, uid: 'iam-unused-user-cleanup', version: begun.toolVersion },
      profiles: ['cloud', 'datetime'],
      event_code: kind,
    },
    finding_info: {
      uid: id,
      title,
      desc: says,
      ...moment('last_seen_time', at),
      analytic: { type_id: 1, type: 'Rule', name: 'Unused IAM user credentials', uid: 'iam-unused-user-cleanup' },
    },
    compliance: {
      status_id: 0,
      status: 'Unknown',
      status_details: [says],
      standards: supported(Number(limitDays)).map((each) => each.standard),
      control: 'Unused credentials of IAM users are revoked',
      control_parameters: [{ name: 'MaxCredentialUsageAge', value: limitDays }],
    },
    cloud: {
      provider: 'AWS',
      account: { uid: id, ...(name === '' ? {} : { name }), type_id: 10, type: 'AWS Account' },
      region: begun.terms['--region'] ?? '',
    },
    resources: [{ uid: id, ...(name === '' ? {} : { name }), type: 'AWS::::Account' }],
  }
}

export const isOcsf = (text: string): boolean => Object(Object(Object(firstOfList(text)).metadata).product).name === PRODUCT

type Words = {
  readonly activity: readonly [id: number, name: string]
  readonly severity: readonly [id: number, name: string]
  readonly status: readonly [id: number, name: string]
  readonly compliance: readonly [id: number, name: string]
}

const WORDS: Readonly<Record<UserStanding, Words>> = {
  failed: { activity: [1, 'Create'], severity: [3, 'Medium'], status: [1, 'New'], compliance: [3, 'Fail'] },
  warning: { activity: [1, 'Create'], severity: [2, 'Low'], status: [1, 'New'], compliance: [2, 'Warning'] },
  passed: { activity: [1, 'Create'], severity: [1, 'Informational'], status: [1, 'New'], compliance: [1, 'Pass'] },
  revoked: { activity: [3, 'Close'], severity: [1, 'Informational'], status: [4, 'Resolved'], compliance: [1, 'Pass'] },
  excluded: { activity: [1, 'Create'], severity: [1, 'Informational'], status: [3, 'Suppressed'], compliance: [0, 'Unknown'] },
  unknown: { activity: [1, 'Create'], severity: [0, 'Unknown'], status: [1, 'New'], compliance: [0, 'Unknown'] },
}

function eventOf(findings: Findings, user: UserFinding) {
  const { account, asOf, limitDays } = findings
  const standing = userStanding(findings, user)
  const { activity, severity, status, compliance } = WORDS[standing]
  const sentences = userSentences(user)
  const title = userTitle(user, standing)
  const since = unusedSince(user)
  return {
    activity_id: activity[0],
    activity_name: activity[1],
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2003,
    class_name: 'Compliance Finding',
    type_uid: 200_300 + activity[0],
    type_name: `Compliance Finding: ${activity[1]}`,
    severity_id: severity[0],
    severity: severity[1],
    status_id: status[0],
    status: status[1],
    message: `${title}. ${sentences.join(' ')}`,
    ...moment('time', asOf),
    metadata: {
      version: '1.8.0',
      product: { name: PRODUCT, uid: 'iam-unused-user-cleanup', version: findings.toolVersion },
      profiles: ['cloud', 'datetime'],
      event_code: standing,
    },
    finding_info: {
      uid: `${account.id}/${user.userId}`,
      title,
      desc: sentences.join(' '),
      ...(since === undefined ? {} : moment('first_seen_time', since)),
      ...moment('last_seen_time', asOf),
      analytic: { type_id: 1, type: 'Rule', name: 'Unused IAM user credentials', uid: 'iam-unused-user-cleanup' },
    },
    compliance: {
      status_id: compliance[0],
      status: compliance[1],
      status_details: sentences,
      standards: supported(limitDays).map((each) => each.standard),
      control: 'Unused credentials of IAM users are revoked',
      requirements: supported(limitDays).map((each) => `${each.standard}: ${each.control}`),
      control_parameters: [{ name: 'MaxCredentialUsageAge', value: String(limitDays) }],
    },
    cloud: {
      provider: 'AWS',
      account: {
        uid: account.id,
        ...(account.alias === undefined ? {} : { name: account.alias }),
        type_id: 10,
        type: 'AWS Account',
      },
      region: account.region,
    },
    resources: [
      {
        uid: user.arn === '' ? `${account.id}/${user.userId}` : user.arn,
        uid_alt: user.userId,
        name: user.userName,
        type: 'AWS::IAM::User',
        ...(user.arn.startsWith('arn:') ? { cloud_partition: user.arn.split(':')[1] } : {}),
        ...(user.created === undefined ? {} : moment('created_time', user.created)),
        data: { credentials: user.credentials },
      },
      ...user.credentials.flatMap((each) => keyOf(each)),
    ],
    ...(standing === 'failed' ? { remediation: REMEDIATION } : {}),
    unmapped: {
      exclusionList: findings.exclusions.list,
      ...(findings.exclusions.shared === undefined ? {} : { sharedExclusionList: findings.exclusions.shared }),
      data: findings.data,
      digest: findings.digest,
    },
  }
}

const REMEDIATION = {
  desc: 'Deactivate the unused access keys and delete the unused password, or exclude the user with an owner, a reason and an end. "iam-cleanup plan" shows what would be revoked, and "iam-cleanup restore" gives it back.',
}

/** Keys that go by their id. */
const keyOf = ({ kind, from, id, created }: CredentialFinding) =>
  kind === 'access-key' && from === 'iam'
    ? [{ uid: id, name: id, type: 'AWS::IAM::AccessKey', ...(created === undefined ? {} : moment('created_time', created)) }]
    : []

const moment = (name: string, iso: string) => ({ [name]: Date.parse(iso), [`${name}_dt`]: iso })
