import { organizationPlanText } from '../reports/organization-plan-text.ts'
import { UsageError, type Io } from './io.ts'
import type { PlanOptions } from './make-plan.ts'
import type { OrganizationChoice } from './organization-option.ts'
import { latestFindings } from './give-gathered.ts'
import { readOrganization } from './read-organization.ts'
import { failAsItEnded } from './scan-organization.ts'

/** Show what each account's rule would revoke. Nobody carries it out from here. @throws Interrupted or Error as the result asks for it, after it was given */
export async function planOrganization({ limit, format, ...options }: PlanOptions, choice: OrganizationChoice, io: Io): Promise<void> {
  if (limit !== undefined || format === 'json')
    throw new UsageError(
      'A plan of an organization is for review, as a table and whole: leave --limit and --format out. --out keeps the findings.',
    )
  const ended = await readOrganization({ ...options, live: false }, choice, io)
  try {
    io.out(organizationPlanText(ended.run, await latestFindings(ended), io))
  } finally {
    await ended.close()
  }
  failAsItEnded(ended, false)
}
