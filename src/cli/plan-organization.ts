import { organizationPlanText } from '../reports/organization-plan-text.ts'
import type { Io } from './io.ts'
import type { Judging } from './judging.ts'
import type { OrganizationChoice } from './organization-option.ts'
import { latestFindings } from './give-gathered.ts'
import { readOrganization } from './read-organization.ts'
import { failAsItEnded } from './scan-organization.ts'

/** Show what each account's rule would revoke. Nobody carries it out from here. @throws Interrupted or Error as the result asks for it, after it was given */
export async function planOrganization(
  { out, ...judging }: Judging & { readonly out: string | undefined },
  choice: OrganizationChoice,
  io: Io,
): Promise<void> {
  const ended = await readOrganization({ ...judging, out, narrowing: {}, live: false }, choice, io)
  try {
    io.out(organizationPlanText(ended.run, await latestFindings(ended), io))
  } finally {
    await ended.close()
  }
  failAsItEnded(ended, false)
}
