import type { CredentialFinding, Findings } from '../../findings/findings.ts'
import { foreign, markup, NOTHING, type Content, type Markup } from './markup.ts'
import { labelOf, STANDING_ORDER, STANDINGS, type Line, type RowStanding } from './of-documents.ts'
import type { Cell, Column, Facet, Row, Table } from './table.ts'

/** Every credential of every user, what most needs attention first. */
export function credentialsTable(all: readonly Line[], documents: readonly Findings[]): Table {
  const accounts = documents.map((findings) => ({
    findings,
    value: String(documents.indexOf(findings)),
    name: labelOf(findings, documents),
  }))
  const named = new Map(accounts.map((each) => [each.findings, each]))
  const hasSeveral = documents.length > 1
  return {
    id: 'credentials-all',
    ...(hasSeveral ? { style: 'of-accounts' } : {}),
    caption: 'What most needs attention comes first. Days are whole days, times are UTC.',
    columns: [
      { name: 'User', style: 'user', cells: '' },
      ...(hasSeveral ? [{ name: 'Account', style: 'account', cells: '' }] : []),
      ...COLUMNS.map(({ column }) => column),
    ],
    rows: inOrder(all).map((line): Row => {
      const account = named.get(line.findings)
      return {
        cells: [
          { shows: userCell(line) },
          ...(hasSeveral ? [{ shows: foreign(account?.name ?? '') }] : []),
          ...COLUMNS.map(({ cell }) => cell(line)),
        ],
        facets: { standing: line.standing, ...(hasSeveral ? { account: account?.value ?? '' } : {}) },
      }
    }),
    tool: {
      search: 'Search users, ids, keys and reasons',
      facets: [
        standings(all),
        {
          id: 'account',
          name: 'Account',
          as: 'list',
          values: accounts.map(({ findings, ...each }) => ({ ...each, rows: all.filter((line) => line.findings === findings).length })),
        },
      ],
    },
  }
}

const standings = (all: readonly Line[]): Facet => ({
  id: 'standing',
  name: 'Show',
  as: 'boxes',
  values: STANDING_ORDER.map((value) => ({
    value,
    ...STANDINGS[value],
    rows: all.filter(({ standing }) => standing === value).length,
  })).filter(({ rows }) => rows > 0),
})

const rank = (standing: RowStanding): number => STANDING_ORDER.indexOf(standing)

const idle = ({ credential }: Line): number => credential?.clock?.idleDays ?? -1

/** By standing; of one standing the longest idle first. */
const inOrder = (all: readonly Line[]): readonly Line[] =>
  all.toSorted((one, other) => rank(one.standing) - rank(other.standing) || idle(other) - idle(one))

const userCell = ({ user: { userName, userId, path } }: Line): Markup =>
  markup`${isPlain(userName) ? userName : foreign(userName)} <small>${userId}${path === '/' ? '' : ` ${path}`}</small>`

/** Letters that run from left to right, with nothing that runs otherwise: what stands around them keeps its place by itself. */
const isPlain = (name: string): boolean => /^[\w.-]+$/.test(name)

/** Their cells have no class: in thousands of rows each word counts. The style finds them by their place from the end. */
const COLUMNS: readonly { readonly column: Column; readonly cell: (line: Line) => Cell }[] = [
  { column: { name: 'Credential', style: 'credential', cells: '' }, cell: ({ credential }) => ({ shows: credentialName(credential) }) },
  {
    column: { name: 'Standing', style: 'standing', cells: '', by: 'standing' },
    cell: ({ standing }) => ({ shows: STANDINGS[standing].name }),
  },
  { column: { name: 'Last used', style: 'used', cells: '' }, cell: ({ credential }) => ({ shows: lastUse(credential) }) },
  {
    column: { name: 'Idle days', style: 'days', cells: '' },
    cell: ({ credential }) => ({
      shows: idleDaysOf(credential),
      ...(credential?.clock?.exact === false ? { sort: credential.clock.idleDays } : {}),
    }),
  },
  {
    column: { name: 'Unused from', style: 'due', cells: '' },
    cell: ({ credential }) => ({ shows: unusedFrom(credential) }),
  },
  { column: { name: 'Why', style: 'why', cells: '' }, cell: (line) => ({ shows: why(line) }) },
]

/** A key by its id as far as it is known. */
export function credentialName(credential: CredentialFinding | undefined): Markup {
  if (credential === undefined) return markup`none`
  if (credential.kind === 'password') return markup`Password`
  return credential.from === 'iam' ? markup`Key <code>${credential.id}</code>` : markup`${credential.name}`
}

function lastUse(credential: CredentialFinding | undefined): Markup {
  if (credential === undefined) return NOTHING
  const { lastUse: use } = credential
  switch (use.kind) {
    case 'never':
      return markup`never`
    case 'not-read':
      return markup`not read`
    case 'at':
      return markup`${use.at.slice(0, 10)}${use.service === undefined ? NOTHING : markup` <small>${use.service}${use.region === undefined ? '' : `, ${use.region}`}</small>`}`
  }
}

/** Idle days; the most that they can be where the report leaves a doubt. */
export const idleDaysOf = (credential: CredentialFinding | undefined): Content =>
  credential?.clock === undefined
    ? ''
    : markup`${credential.clock.exact ? NOTHING : markup`<small>at most</small> `}${credential.clock.idleDays}`

/** The day from which it is unused; the earliest where the report leaves a doubt. */
export const unusedFrom = (credential: CredentialFinding | undefined): Content =>
  credential?.clock === undefined
    ? ''
    : markup`${credential.clock.due.slice(0, 10)}${credential.clock.exact ? NOTHING : markup` <small>or later</small>`}`

function why({ user: { verdict, credentialsKnown }, credential }: Line): string {
  const own = credential?.reason ?? (credentialsKnown ? 'No password and no access key.' : 'Credentials were not read.')
  if (verdict.kind === 'excluded') return `${verdict.says} ${own}`
  return verdict.kind === 'unknown' ? `${verdict.why} ${own}` : own
}
