import { entryName } from '../exclusions/entry.ts'
import type { Findings, UserFinding } from '../findings/findings.ts'
import { plural } from '../text/plural.ts'

/** What a user is to somebody who gathers findings of many tools. `revoked`: compliant, and something of the user's was revoked. */
export type UserStanding = 'failed' | 'warning' | 'passed' | 'revoked' | 'excluded' | 'unknown'

export function userStanding({ ledger }: Findings, { userId, verdict, credentials }: UserFinding): UserStanding {
  switch (verdict.kind) {
    case 'excluded':
    case 'unknown':
      return verdict.kind
    case 'non-compliant':
      return 'failed'
    case 'compliant':
      if (credentials.some(({ standing }) => standing === 'due-soon')) return 'warning'
      return ledger.items.some((item) => item.userId === userId && item.kind === 'item' && item.standing === 'revoked')
        ? 'revoked'
        : 'passed'
  }
}

/** By which tag or entry, of which list, somebody is excluded. */
export const excludedBy = ({ by, selector }: Extract<UserFinding['verdict'], { readonly kind: 'excluded' }>): string => BY[by](selector)

const BY = {
  tag: (key: string): string => `tag ${key}`,
  entry: (text: string): string => entryName({ list: 'local', text }),
  'shared-entry': (text: string): string => entryName({ list: 'shared', text }),
} as const

/** One sentence on a user, and one on each credential. */
export function userSentences({ verdict, credentials, credentialsKnown }: UserFinding): readonly string[] {
  const of = credentials.map(({ reason }) => reason)
  const all = of.length > 0 ? of : [credentialsKnown ? 'No password and no access key.' : 'Credentials were not read.']
  switch (verdict.kind) {
    case 'excluded':
      return [verdict.says, ...all]
    case 'unknown':
      return [`Could not be judged: ${verdict.why}`, ...all]
    case 'non-compliant':
    case 'compliant':
      return all
  }
}

/** A headline of a finding. */
export const userTitle = ({ userName, credentials }: UserFinding, standing: UserStanding): string => TITLES[standing](userName, credentials)

type Title = (userName: string, credentials: UserFinding['credentials']) => string

const counted = (credentials: UserFinding['credentials'], standing: string): string =>
  plural(credentials.filter((each) => each.standing === standing).length, 'credential')

const TITLES: Readonly<Record<UserStanding, Title>> = {
  failed: (name, all) => `IAM user ${name} has ${counted(all, 'unused')} unused for the limit or longer`,
  warning: (name, all) => `IAM user ${name} has ${counted(all, 'due-soon')} that will be unused soon`,
  passed: (name) => `IAM user ${name} has no unused credential`,
  revoked: (name) => `IAM user ${name} has no unused credential: revoked`,
  excluded: (name) => `IAM user ${name} is excluded`,
  unknown: (name) => `IAM user ${name} could not be judged`,
}

/** What would be unused of an excluded user. */
export function otherwise({ credentials, credentialsKnown }: UserFinding): string {
  if (!credentialsKnown) return 'not read'
  const unused = credentials.filter(({ verdict }) => verdict === 'unused').length
  return unused === 0 ? 'nothing unused' : `${unused} unused`
}

/** When the first of the unused credentials became unused; undefined where none is. */
export const unusedSince = ({ credentials }: UserFinding): string | undefined =>
  credentials
    .flatMap(({ standing, clock }) => (standing === 'unused' && clock !== undefined ? [clock.due] : []))
    .toSorted()
    .at(0)
