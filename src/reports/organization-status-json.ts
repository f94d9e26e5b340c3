import { standingTotals } from '../deployment/organization-standing.ts'
import type { OrganizationStatus } from '../deployment/organization-status.ts'
import { isoTime } from '../judgement/instant.ts'

/** How a deployment stands in an organization, for programs: each part is `read` with a value (absent: not there), or `refused` or `unread` with why. */
export const organizationStatusJson = (status: OrganizationStatus): string =>
  JSON.stringify(
    {
      format: 'iam-unused-user-cleanup organization status',
      version: 1,
      ...status,
      at: isoTime(status.at),
      ...(status.accounts.kind === 'read' ? { totals: standingTotals(status.accounts.value) } : {}),
    },
    undefined,
    2,
  )
