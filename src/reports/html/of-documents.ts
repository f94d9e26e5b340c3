import { moment } from '../../findings/explained-clock.ts'
import type { CredentialFinding, Findings, UserFinding } from '../../findings/findings.ts'
import type { Series, Tone } from './chart.ts'

/** What a row of a credential is, or of a user without any. */
export type RowStanding = CredentialFinding['standing'] | 'none'

/** A credential of a user of an account; or a user without any, or of whose nothing is known. */
export type Line = {
  readonly findings: Findings
  readonly user: UserFinding
  readonly credential: CredentialFinding | undefined
  readonly standing: RowStanding
}

/** What most needs somebody's attention comes first. */
export const STANDINGS: Readonly<Record<RowStanding, { readonly name: string; readonly tone: Tone }>> = {
  unknown: { name: 'Unknown', tone: 'unknown' },
  unused: { name: 'Unused', tone: 'unused' },
  'due-soon': { name: 'Unused soon', tone: 'due-soon' },
  excluded: { name: 'Excluded', tone: 'excluded' },
  'in-use': { name: 'In use', tone: 'in-use' },
  inactive: { name: 'Inactive', tone: 'inactive' },
  none: { name: 'No credentials', tone: 'inactive' },
}

export const STANDING_ORDER = Object.keys(STANDINGS) as readonly RowStanding[]

/** What active credentials are, as pictures show it, from the bottom up. */
const IN_PICTURES = ['in-use', 'due-soon', 'unused', 'excluded', 'unknown'] as const satisfies readonly RowStanding[]

export const PICTURED: readonly Series[] = IN_PICTURES.map((standing) => ({
  ...STANDINGS[standing],
  ...(standing === 'excluded' ? { name: 'Of excluded users' } : {}),
}))

/** How many are what, in the order of what is pictured. */
export const countsOf = (those: readonly { readonly standing: RowStanding }[]): readonly number[] =>
  IN_PICTURES.map((standing) => those.filter((each) => each.standing === standing).length)

/** Every credential once, and every user who has none or of whom none is known. */
export const linesOf = (documents: readonly Findings[]): readonly Line[] =>
  documents.flatMap((findings) =>
    findings.users.flatMap((user) =>
      (user.credentials.length === 0 ? [undefined] : user.credentials).map((credential) => ({
        findings,
        user,
        credential,
        standing: credential?.standing ?? standingWithout(user),
      })),
    ),
  )

const standingWithout = ({ verdict }: UserFinding): RowStanding =>
  verdict.kind === 'excluded' || verdict.kind === 'unknown' ? verdict.kind : 'none'

/** Whether each account is there once: only then is anything added up. */
export const areApart = (documents: readonly Findings[]): boolean =>
  new Set(documents.map(({ account }) => account.id)).size === documents.length

/** What an account goes by among these: its alias or id, and the time where it is there at several times. */
export function labelOf({ account, asOf }: Findings, documents: readonly Findings[]): string {
  const named = documents.filter(({ account: { id, alias } }) => id !== account.id && alias === account.alias).length > 0
  const name = account.alias === undefined || named ? account.id : account.alias
  return areApart(documents) ? name : `${name}, ${moment(asOf)}`
}

/** The one thing that all say; undefined where they differ. */
export function common<T>(documents: readonly Findings[], of: (findings: Findings) => T): T | undefined {
  const all = new Set(documents.map((each) => of(each)))
  return all.size === 1 ? [...all][0] : undefined
}

export const total = (documents: readonly Findings[], of: (totals: Findings['totals']) => number): number =>
  documents.reduce((sum, { totals }) => sum + of(totals), 0)
