import type { Findings } from '../findings/findings.ts'
import type { Run } from '../organization/run.ts'
import { accountAsff, findingsAsff } from './findings-asff.ts'
import { csvTable, csvText } from './findings-csv.ts'
import { accountOcsf, findingsOcsf } from './findings-ocsf.ts'
import { findingsTable } from './findings-table.ts'
import { findingsHtml } from './findings-html.ts'
import type { FormatName } from './format-names.ts'
import { isOrganizationTable, organizationTable } from './organization-table.ts'
import { unreadAccounts, type UnreadAccount } from './unread-account.ts'
import type { View } from './view.ts'

/** What is shown together: organizations as far as they were read, and single accounts. */
export type Gathered = {
  readonly runs: readonly Run[]
  readonly single: readonly Findings[]
  /** Of all of them; asked for where a format needs more than sums. */
  readonly documents: () => Promise<readonly Findings[]>
}

/** Findings of many accounts, those that could not be read first. */
export const GATHERED: Readonly<Record<FormatName, (gathered: Gathered, view: View) => Promise<string>>> = {
  table: async ({ runs, single }, view) =>
    [...runs.map((run) => organizationTable(run, view)), ...(single.length === 0 ? [] : [findingsTable(single, view)])].join('\n\n\n'),
  csv: async (gathered) => csv(unreadAccounts(gathered.runs), await gathered.documents()),
  html: async (gathered) => findingsHtml(await gathered.documents(), unreadAccounts(gathered.runs)),
  json: async (gathered) => json(gathered, await gathered.documents()),
  ocsf: async (gathered) =>
    joined(unreadAccounts(gathered.runs).filter(isMissing).map(accountOcsf), findingsOcsf(await gathered.documents())),
  asff: async (gathered) =>
    joined(unreadAccounts(gathered.runs).filter(isMissing).map(accountAsff), findingsAsff(await gathered.documents())),
}

const FORMAT = 'iam-unused-user-cleanup accounts'

/** Whether a file holds what these make of an organization, and nothing that one account's findings make. */
export const isGathered = (text: string): boolean => isOrganizationTable(text) || text.startsWith(`{\n  "format": "${FORMAT}"`)

/** Who was skipped is no finding: nobody wanted to know. */
const isMissing = ({ kind }: UnreadAccount): boolean => kind !== 'skipped'

/** A row a credential as of one account; before them one for each account without findings. The last two columns say what became of the account. */
function csv(unread: readonly UnreadAccount[], documents: readonly Findings[]): string {
  const [head = [], ...rows] = csvTable(documents)
  const cells = (account: UnreadAccount) =>
    head.map((column) => ({ account_id: account.id, account_alias: account.name, as_of: account.at })[String(column)] ?? '')
  return csvText([
    [...head, 'account_outcome', 'account_says'],
    ...unread.map((account) => [...cells(account), account.kind, account.says]),
    ...rows.map((row) => [...row, 'done', '']),
  ])
}

function json({ runs }: Gathered, findings: readonly Findings[]): string {
  const organizations = runs.map(({ begun: { kind: _, format: _of, accounts, ...begun } }) => ({ ...begun, accounts: accounts.length }))
  const unread = unreadAccounts(runs).map(({ begun, ...account }) => ({ organizationId: begun.organizationId, ...account }))
  return JSON.stringify({ format: FORMAT, organizations, unread, findings }, undefined, 2)
}

/** A list of ours before a list that is written as JSON already. */
const joined = (before: readonly object[], list: string): string =>
  before.length === 0 ? list : JSON.stringify([...before, ...(JSON.parse(list) as readonly unknown[])], undefined, 2)
