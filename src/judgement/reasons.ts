import type { Credential } from './credential.ts'
import { isoTime, type Instant } from './instant.ts'
import type { JudgedCredential, ProvenCredential, UserVerdict } from './user-verdict.ts'
import { clockStart } from './verdict.ts'

/**
 * One sentence a credential, for an annotation, a log line or a report (S3): what was done with it last and when, with the date and the limit where
 * that makes it unused. An inactive key is named as such. ASCII, so that it is the same wherever it is read.
 */
export function reasons({ credentials, proven }: UserVerdict, limitDays: number): readonly string[] {
  if (credentials.length + proven.length === 0) return ['No password and no access key.']
  return [...credentials.map((judged) => judgedSentence(judged, limitDays)), ...proven.map((each) => provenSentence(each))]
}

function judgedSentence({ credential, verdict }: JudgedCredential, limitDays: number): string {
  const name = credentialName(credential)
  switch (verdict.kind) {
    case 'unused':
      return `${name} ${lastSign(credential)} ${daysAgo(verdict.idleDays)} (${dateOf(clockStart(credential))}); limit ${limitDays}.`
    case 'in-use':
      return `${name} ${lastSign(credential)} ${daysAgo(verdict.idleDays)}.`
    case 'inactive':
      return `${name} inactive.`
  }
}

/** What happened at the start of the clock; a credential that was used before that only is not said to be in use. */
function lastSign(credential: Credential): string {
  const { lastUse, restored } = credential
  const start = clockStart(credential)
  if (lastUse.kind === 'at' && lastUse.instant === start) return 'last used'
  const what = restored === start ? 'restored' : 'created'
  return lastUse.kind === 'never' ? `never used, ${what}` : `not used since it was ${what}`
}

function provenSentence(proven: ProvenCredential): string {
  switch (proven.kind) {
    case 'used':
      return `${proven.name} last used ${proven.by === 'list' ? '' : atMost(proven.idleDaysAtMost)}${daysAgo(proven.idleDaysAtMost)}.`
    case 'created':
      return `${proven.name} ${proven.by === 'list' ? 'never used, ' : ''}created ${atMost(proven.idleDaysAtMost)}${daysAgo(proven.idleDaysAtMost)}.`
    case 'inactive':
      return `${proven.name} inactive.`
    case 'none-active':
      return 'No password and no active key by the credential report.'
  }
}

/** How a credential is called wherever people read of it. An access key goes by its last four characters. */
export const credentialName = (credential: Pick<Credential, 'kind'> & { readonly id?: string }): string =>
  credential.id === undefined ? 'Password' : `Key ...${credential.id.slice(-4)}`

const dateOf = (moment: Instant): string => isoTime(moment).slice(0, 10)

const atMost = (count: number): string => (count === 0 ? '' : 'at most ')

const daysAgo = (count: number): string => (count === 1 ? '1 day ago' : `${count} days ago`)
