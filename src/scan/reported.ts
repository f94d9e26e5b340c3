import type { ReportedCredential } from '../findings/seen.ts'
import { parseCredentialReport, type ReportedKey, type ReportedUser } from '../inventory/credential-report.ts'
import type { CredentialReport, ListedUser } from '../inventory/inventory.ts'
import { isSameUser, reportedKeyName } from '../inventory/proof.ts'
import type { Instant } from '../judgement/instant.ts'

/** What the credential report says of each user's credentials; undefined of a user whom it does not speak of. */
export function reportedCredentials(
  report: CredentialReport,
  now: Instant,
): (user: ListedUser) => readonly ReportedCredential[] | undefined {
  if (report.kind === 'unavailable') return () => undefined
  const { users } = parseCredentialReport(report.csv, now)
  return (user) => {
    const row = users.get(user.userName)
    return row !== undefined && isSameUser(user, row)
      ? [...password(row, user), ...row.keys.flatMap((key, index) => accessKey(key, index))]
      : undefined
  }
}

/** The list of users is live, and has the password's last use. */
const password = ({ passwordEnabled, passwordChanged }: ReportedUser, { passwordLastUse }: ListedUser): readonly ReportedCredential[] =>
  passwordEnabled === 'no'
    ? []
    : [
        {
          kind: 'password',
          id: 'password',
          name: 'Password',
          status: passwordEnabled === 'yes' ? 'active' : 'unknown',
          changed: passwordChanged,
          lastUse: passwordLastUse,
        },
      ]

const STATUSES = { yes: 'active', no: 'inactive', unreadable: 'unknown' } as const

const accessKey = ({ active, changed, lastUse }: ReportedKey, index: number): readonly ReportedCredential[] =>
  active === 'no' && changed === 'none'
    ? []
    : [
        {
          kind: 'access-key',
          id: `report-key-${index + 1}`,
          name: reportedKeyName(index),
          status: STATUSES[active],
          changed: typeof changed === 'string' ? undefined : changed,
          lastUse,
        },
      ]
