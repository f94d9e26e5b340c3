import { addToClients } from '../aws/client-settings.ts'
import { rehearseOrganization } from '../rehearsal/rehearse-organization.ts'
import { organizationRehearsalJson } from '../reports/organization-rehearsal-json.ts'
import { organizationRehearsalText } from '../reports/organization-rehearsal-text.ts'
import type { AccountsDescription } from '../simulator/index.ts'
import { describedAccounts } from './described-account.ts'
import { UsageError, type Io } from './io.ts'
import { handsOn } from './organization-hands.ts'
import { shippedTemplate } from './shipped-template.ts'
import { startedSimulator } from './started-simulator.ts'
import { version } from './version.ts'

export type OrganizationRehearsalOptions = {
  /** The description of an organization; undefined for the one that ships. */
  readonly file: string | undefined
  readonly at: Date | undefined
  readonly limitDays: number
  readonly days: number
  readonly format: 'table' | 'json'
}

const EXAMPLE = 'organization.json'
const EXAMPLE_TIME = '2026-11-02T09:00:00Z'

/** @throws UsageError for an unusable description, and one without an organization */
export async function playOrganization({ file, at, limitDays, days, format }: OrganizationRehearsalOptions, io: Io): Promise<void> {
  const path = file ?? new URL(`../../examples/${EXAMPLE}`, import.meta.url).pathname
  const account = await describedAccounts(path, io)
  if (!('organization' in account)) throw new UsageError(`${path} describes no organization. examples/${EXAMPLE} shows how one looks.`)
  await using simulator = await startedSimulator({ account, file: path, at: at ?? new Date(EXAMPLE_TIME) })
  const management = account.organization.managementAccount
  const seats = { management, security: securityAccountOf(account) ?? management }
  const { endpoint, region } = simulator
  const callAs = (accessKeyId: string): void =>
    addToClients({ settings: { endpoint, region, credentials: { accessKeyId, secretAccessKey: 'rehearsal' } }, opened: () => undefined })
  const rehearsal = await rehearseOrganization(simulator, {
    limitDays,
    days,
    toolVersion: version(),
    hands: handsOn(simulator, { limitDays, seats, callAs }),
    seats,
    templates: { organization: await shippedTemplate('organization'), 'organization-member': await shippedTemplate('organization-member') },
    onProgress: io.progress,
  })
  io.out(format === 'json' ? organizationRehearsalJson(rehearsal) : organizationRehearsalText(rehearsal, io.columns))
}

/** From where everything is done that the management account need not do: the account that is called so. */
const securityAccountOf = ({ accounts }: Extract<AccountsDescription, { readonly organization: unknown }>): string | undefined =>
  accounts.find(({ name = '', status, joins }) => /security/i.test(name) && status !== 'SUSPENDED' && joins === undefined)?.id
