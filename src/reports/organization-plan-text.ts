import type { Findings } from '../findings/findings.ts'
import { countOf, type Run } from '../organization/run.ts'
import { plural } from '../text/plural.ts'
import { textTable } from './table.ts'
import { unreadAccounts } from './unread-account.ts'
import type { View } from './view.ts'

/** What each account's rule would revoke, for review: who could not be read first. */
export function organizationPlanText(run: Run, documents: readonly Findings[], { columns }: View): string {
  const names = new Map(run.accounts.map(({ account }) => [account.id, account.name]))
  const rows = documents.flatMap((findings) =>
    findings.users.flatMap(({ userName, credentials }) =>
      credentials
        .filter(({ standing }) => standing === 'unused')
        .map(({ id, clock }) => [
          findings.account.id,
          names.get(findings.account.id) ?? '',
          userName,
          id,
          clock?.start.slice(0, 10) ?? '',
          clock === undefined ? '' : String(clock.idleDays),
        ]),
    ),
  )
  const unread = unreadAccounts([run]).filter(({ kind }) => kind !== 'skipped')
  const accounts = new Set(rows.map(([id]) => id)).size
  return [
    `Organization ${run.begun.organizationId}, for review: "apply" does not take it. Each account's own AWS Config remediates what its rule finds, where it is armed.`,
    ...(unread.length === 0
      ? []
      : [
          textTable(
            ['Account', 'Name', 'Not in this plan, for'],
            unread.map(({ id, name, says }) => [id, name, says]),
            columns,
          ),
        ]),
    ...(rows.length === 0 ? [] : [textTable(['Account', 'Name', 'User', 'To revoke', 'Idle since', 'Days'], rows, columns)]),
    `${plural(rows.length, 'credential')} to revoke in ${plural(accounts, 'account')}, of ${countOf(run, 'done')} that were read. Who is the last administrator of an account is not asked here: the Guarded runbook leaves that one way in, the AWS-owned one does not.`,
  ].join('\n\n')
}
