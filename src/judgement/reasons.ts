import type { Credential } from './credential.ts'
import type { JudgedCredential, ProvenCredential, UserVerdict } from './user-verdict.ts'

/**
 * One sentence a credential, for an annotation, a log line or a report. Access keys are named by their last four characters.
 * Where something is unused, what is in use is named in short: the reader needs to see what will go.
 */
export function reasons({ kind, credentials, proven }: UserVerdict, limitDays: number): readonly string[] {
  if (credentials.length + proven.length === 0) return ['No password and no access key.']
  const short = kind === 'non-compliant'
  return [
    ...credentials.map((judged) => judgedSentence(judged, limitDays, short)),
    ...proven.map((each) => provenSentence(each, limitDays, short)),
  ]
}

function judgedSentence({ credential, verdict }: JudgedCredential, limitDays: number, short: boolean): string {
  const name = credentialName(credential)
  switch (verdict.kind) {
    case 'unused':
      return `${name} unused ${days(verdict.idleDays)} (limit ${limitDays}).`
    case 'in-use':
      return short ? `${name} in use.` : `${name} in use, idle ${days(verdict.idleDays)} (limit ${limitDays}).`
    case 'inactive':
      return `${name} inactive.`
  }
}

const provenSentence = ({ name, idleDaysAtMost }: ProvenCredential, limitDays: number, short: boolean): string =>
  short ? `${name} in use.` : `${name} in use, idle ${idleDaysAtMost === 0 ? '' : 'at most '}${days(idleDaysAtMost)} (limit ${limitDays}).`

const credentialName = (credential: Credential): string => (credential.kind === 'password' ? 'Password' : `Key …${credential.id.slice(-4)}`)

const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`)
