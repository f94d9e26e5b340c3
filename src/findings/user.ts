import type { Exclusion } from '../exclusions/exclusion.ts'
import { describeExclusion } from '../exclusions/exclusion.ts'
import { EXCLUSION_TAG } from '../exclusions/exclusion-tag.ts'
import { isoTime } from '../judgement/instant.ts'
import { plain } from '../text/plain.ts'
import { readCredential, reportedCredential } from './credential.ts'
import type { UserFinding } from './findings.ts'
import type { Judged, Outcome, SeenUser } from './seen.ts'

/** What is to be said of a user. */
export function userFinding(user: SeenUser, judged: Judged): UserFinding {
  const { userName, userId, arn, path, created, outcome, read, reported, credentialsKnown } = user
  return {
    userName: plain(userName),
    userId: plain(userId),
    arn: plain(arn),
    path: plain(path),
    ...(created === undefined ? {} : { created: isoTime(created) }),
    verdict: verdictOf(outcome),
    credentialsKnown,
    credentials: [
      ...reported.filter(({ kind }) => kind === 'password').map((each) => reportedCredential(each, user, judged)),
      ...read.map((each) => readCredential(each, user, judged)),
      ...reported.filter(({ kind }) => kind !== 'password').map((each) => reportedCredential(each, user, judged)),
    ],
  }
}

function verdictOf(outcome: Outcome): UserFinding['verdict'] {
  switch (outcome.kind) {
    case 'compliant':
    case 'non-compliant':
      return { kind: outcome.kind }
    case 'excluded':
      return { kind: 'excluded', ...excludedBy(outcome.exclusion), says: plain(describeExclusion(outcome.exclusion)) }
    case 'unknown':
      return { kind: 'unknown', why: plain(outcome.why) }
  }
}

const BY = { local: 'entry', shared: 'shared-entry' } as const

function excludedBy(exclusion: Exclusion) {
  switch (exclusion.kind) {
    case 'entry':
      return { by: BY[exclusion.entry.list], selector: plain(exclusion.entry.text), ...termsOf(exclusion.entry) } as const
    case 'tag':
      return { by: 'tag', selector: EXCLUSION_TAG, ...termsOf(exclusion) } as const
  }
}

/** What an exclusion says of itself, as the document has it. */
export const termsOf = ({ until, owner, reason }: { until?: { date: string }; owner?: string; reason?: string }) => ({
  ...(until === undefined ? {} : { until: until.date }),
  ...(owner === undefined ? {} : { owner: plain(owner) }),
  ...(reason === undefined ? {} : { reason: plain(reason) }),
})
