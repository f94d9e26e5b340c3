import { stringify } from 'csv-stringify/sync'
import type { CredentialFinding, Findings, UserFinding } from '../findings/findings.ts'

type Row = { readonly findings: Findings; readonly user: UserFinding; readonly credential: CredentialFinding | undefined }

/** Columns, in their order. New ones come at the end. */
const COLUMNS: Readonly<Record<string, (row: Row) => string | number | undefined>> = {
  account_id: ({ findings }) => findings.account.id,
  account_alias: ({ findings }) => findings.account.alias,
  region: ({ findings }) => findings.account.region,
  as_of: ({ findings }) => findings.asOf,
  limit_days: ({ findings }) => findings.limitDays,
  user_name: ({ user }) => user.userName,
  user_id: ({ user }) => user.userId,
  user_arn: ({ user }) => user.arn,
  user_path: ({ user }) => user.path,
  user_created: ({ user }) => user.created,
  user_verdict: ({ user }) => user.verdict.kind,
  excluded_by: ({ user }) => excluded(user)?.selector,
  excluded_until: ({ user }) => excluded(user)?.until,
  exclusion_owner: ({ user }) => excluded(user)?.owner,
  exclusion_reason: ({ user }) => excluded(user)?.reason,
  unknown_why: ({ user: { verdict } }) => (verdict.kind === 'unknown' ? verdict.why : undefined),
  credentials_known: ({ user }) => String(user.credentialsKnown),
  credential: ({ credential }) => credential?.kind,
  credential_id: ({ credential }) => credential?.id,
  facts_from: ({ credential }) => credential?.from,
  status: ({ credential }) => credential?.status,
  created: ({ credential }) => credential?.created,
  changed: ({ credential }) => credential?.changed,
  last_use: ({ credential }) => credential?.lastUse.kind,
  last_used: ({ credential }) => used(credential)?.at,
  last_used_service: ({ credential }) => used(credential)?.service,
  last_used_region: ({ credential }) => used(credential)?.region,
  clock_start: ({ credential }) => credential?.clock?.start,
  clock_start_is: ({ credential }) => credential?.clock?.is,
  clock_start_exact: ({ credential }) => credential?.clock && String(credential.clock.exact),
  idle_days: ({ credential }) => credential?.clock?.idleDays,
  due: ({ credential }) => credential?.clock?.due,
  verdict: ({ credential }) => credential?.verdict,
  standing: ({ credential }) => credential?.standing,
  reason: ({ credential }) => credential?.reason,
  ledger: ({ findings, user, credential }) =>
    findings.ledger.items
      .filter(({ userId, credential: id }) => userId === user.userId && id === credential?.id)
      .map((item) => (item.kind === 'item' ? item.standing : 'unreadable'))[0],
  exclusion_list: ({ findings }) => findings.exclusions.list,
  report_generated: ({ findings: { data } }) => (data.report.kind === 'used' ? data.report.generated : undefined),
  tool_version: ({ findings }) => findings.toolVersion,
  digest: ({ findings }) => findings.digest,
  excluded_by_list: ({ user }) => LISTS[excluded(user)?.by ?? 'tag'],
  shared_exclusion_list: ({ findings }) => findings.exclusions.shared,
}

/** Which list has the entry that excludes somebody. */
const LISTS = { entry: 'local', 'shared-entry': 'shared', tag: undefined } as const

/** A row a credential, and one for each user without any. What a spreadsheet would take for a formula has an apostrophe before it. */
export const findingsCsv = (documents: readonly Findings[]): string => csvText(csvTable(documents))

type Table = readonly (readonly (string | number)[])[]

/** The heads of the columns, and the rows. */
export function csvTable(documents: readonly Findings[]): Table {
  const rows = documents.flatMap((findings) =>
    findings.users.flatMap((user) =>
      (user.credentials.length === 0 ? [undefined] : user.credentials).map((credential) => ({ findings, user, credential })),
    ),
  )
  return [Object.keys(COLUMNS), ...rows.map((row) => Object.values(COLUMNS).map((cell) => cell(row) ?? ''))]
}

export const csvText = (table: Table): string =>
  stringify([...table], { bom: true, escape_formulas: true, record_delimiter: '\n' }).trimEnd()

export const isCsv = (text: string): boolean => text.replace(/^\uFEFF/, '').startsWith(`${Object.keys(COLUMNS).slice(0, 10).join(',')},`)

const excluded = ({ verdict }: UserFinding) => (verdict.kind === 'excluded' ? verdict : undefined)

const used = (credential: CredentialFinding | undefined) => (credential?.lastUse.kind === 'at' ? credential.lastUse : undefined)
