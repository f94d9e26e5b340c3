import type { CredentialFinding, Findings, UserFinding } from './findings.ts'
import { clockSentences } from './explained-clock.ts'
import { ledgerSentences } from './explained-ledger.ts'
import { nextRun, type Kept, type NextRun } from './next-run.ts'

/** What is known of one user, in sentences. */
export type Explanation = {
  readonly accountId: string
  readonly asOf: string
  readonly limitDays: number
  readonly user: UserFinding
  readonly ledgerItems: Findings['ledger']['items']
  /** Who it is, and what the verdict is. */
  readonly verdict: readonly string[]
  readonly credentials: readonly { readonly id: string; readonly name: string; readonly sentences: readonly string[] }[]
  readonly exclusion: readonly string[]
  readonly ledger: readonly string[]
  readonly nextRun: NextRun
}

/** Explain a user of a findings document. */
export function explanationOf(findings: Findings, user: UserFinding, kept: Kept): Explanation {
  const { account, asOf, limitDays } = findings
  return {
    accountId: account.id,
    asOf,
    limitDays,
    user,
    ledgerItems: findings.ledger.items.filter(({ userId }) => userId === user.userId),
    verdict: verdictSentences(user),
    credentials: user.credentials.map((each) => ({ id: each.id, name: each.name, sentences: credentialSentences(each, findings, kept) })),
    exclusion: exclusionSentences(user, findings),
    ledger: ledgerSentences(user, findings),
    nextRun: nextRun(user, findings, kept),
  }
}

function verdictSentences({ verdict, credentials, credentialsKnown }: UserFinding): readonly string[] {
  const none = credentialsKnown && credentials.length === 0 ? ['There is no password and no access key.'] : []
  switch (verdict.kind) {
    case 'compliant':
      return ['COMPLIANT: nothing is unused.', ...none]
    case 'non-compliant':
      return [`NON_COMPLIANT: unused ${listed(credentials.filter(({ standing }) => standing === 'unused'))}.`]
    case 'excluded': {
      const otherwise = credentials.filter((each) => each.verdict === 'unused')
      return [
        `COMPLIANT, for an exclusion: ${otherwise.length === 0 ? 'nothing is unused in any case' : `otherwise unused ${listed(otherwise)}`}.`,
        ...none,
      ]
    }
    case 'unknown':
      return [`Unknown: ${verdict.why}`, 'What cannot be read is never taken for unused, nor for in use.']
  }
}

const listed = (credentials: readonly CredentialFinding[]): string =>
  credentials.map(({ kind, id }) => (kind === 'password' ? 'is the password' : `is access key ${id}`)).join(', ')

function credentialSentences(credential: CredentialFinding, findings: Findings, kept: Kept): readonly string[] {
  const why = kept.get(credential.id)
  return [...clockSentences(credential, findings), ...(why === undefined ? [] : [`It would be kept: ${why}.`])]
}

function exclusionSentences({ verdict }: UserFinding, { exclusions, account }: Findings): readonly string[] {
  if (verdict.kind !== 'excluded')
    return exclusions.list === 'read'
      ? ['Nothing excludes this user.']
      : [
          `Nothing excludes this user: there is no exclusion list ${exclusions.parameter} in Region ${account.region}${exclusions.shared === undefined ? '' : ', and no entry of the shared one means it'}.`,
        ]
  const { says, until, owner, by } = verdict
  return [
    says,
    until === undefined ? 'It has no end.' : `It holds until the end of ${until} (UTC).`,
    ...(by === 'shared-entry' ? [`The shared list is ${exclusions.shared}.`] : []),
    ...(owner === undefined && by !== 'tag' ? ['Nobody is named as its owner.'] : []),
  ]
}
