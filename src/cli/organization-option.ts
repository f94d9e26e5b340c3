import { Option, type Command, type OptionValues } from '@commander-js/extra-typings'
import { wholeNumber } from './arguments.ts'
import { refuseNoIds, refuseStray } from './organization-ids.ts'

/** Which accounts of an organization are read, and how. */
export type OrganizationChoice = {
  readonly ou: readonly string[]
  readonly accounts: readonly string[]
  readonly excludeAccounts: readonly string[]
  readonly roleName: string
  readonly externalId: string | undefined
  readonly concurrency: number
  readonly resume: string | undefined
}

/** What is said on the command line; undefined where it was not. */
export type OrganizationSaid = {
  readonly organization: boolean
  readonly ou?: readonly string[] | undefined
  readonly accounts?: readonly string[] | undefined
  readonly excludeAccounts?: readonly string[] | undefined
  readonly roleName?: string | undefined
  readonly externalId?: string | undefined
  readonly concurrency?: number | undefined
  readonly resume?: string | undefined
}

/** What `organization-member.yaml` makes in every account. */
export const ROLE = 'IamCleanupAudit'
export const CONCURRENCY = 8

const options = (): readonly Option[] => [
  new Option('--organization', 'every account of the organization, by a role in each').default(false),
  new Option('--ou <ids...>', 'only accounts in these units, or below them'),
  new Option('--accounts <ids...>', 'only these accounts'),
  new Option('--exclude-accounts <ids...>', 'all but these accounts'),
  new Option('--role-name <name>', `the role that is assumed in each account (default: ${ROLE})`),
  new Option('--external-id <id>', 'what the trust of the role asks for'),
  new Option('--concurrency <n>', `accounts at a time (default: ${CONCURRENCY})`).argParser(wholeNumber(1, 64)),
  new Option('--resume <file>', 'go on with a scan that "--out" kept: accounts that it read less than 4 hours ago are not read again'),
]

/** The options of every command that reads a whole organization. What commander infers of so many takes the compiler minutes, so it is said here. */
export function withOrganization<A extends unknown[], O extends OptionValues>(command: Command<A, O>): Command<A, O & OrganizationSaid> {
  for (const option of options()) command.addOption(option)
  return command as Command<A, O & OrganizationSaid>
}

/** @returns undefined where one account is meant; @throws UsageError for options of an organization without --organization, and ids that are none */
export function organizationOf({ organization, ...said }: OrganizationSaid): OrganizationChoice | undefined {
  const { ou = [], accounts = [], excludeAccounts = [], roleName = ROLE, externalId, concurrency = CONCURRENCY, resume } = said
  if (!organization) {
    refuseStray(NAMES, said)
    return undefined
  }
  refuseNoIds([...accounts, ...excludeAccounts], ou)
  return { ou, accounts, excludeAccounts, roleName, externalId, concurrency, resume }
}

const NAMES = ['ou', 'accounts', 'excludeAccounts', 'roleName', 'externalId', 'concurrency', 'resume'] as const
