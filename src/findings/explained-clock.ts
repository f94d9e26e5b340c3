import { daysBetween, instant } from '../judgement/instant.ts'
import { plural } from '../text/plural.ts'
import type { ClockFinding, CredentialFinding, Findings } from './findings.ts'

/** What is known of a credential, which of its dates counts and why, and when it will be unused if nothing happens. */
export function clockSentences(credential: CredentialFinding, { asOf, limitDays }: Findings): readonly string[] {
  const { status, created, changed, clock } = credential
  const made =
    created === undefined ? (changed === undefined ? '' : `, created or last changed ${moment(changed)}`) : `, created ${moment(created)}`
  const first = `${{ active: 'Active', inactive: 'Inactive', unknown: 'Nobody knows whether it is active' }[status]}${made}.`
  if (status === 'inactive') return [first, 'It lets nobody in, and is not judged.']
  if (clock === undefined) return [first, 'When it was used last could not be read.']
  const days = daysBetween(instant(asOf), instant(clock.due))
  return [
    first,
    useSentence(credential),
    `${COUNTS[clock.is](credential)}: ${moment(clock.start)}, ${clock.exact ? '' : 'at most '}${plural(clock.idleDays, 'day')} ago; the limit is ${plural(limitDays, 'day')}.`,
    clock.due <= asOf
      ? `It has been unused since ${moment(clock.due)}.`
      : `If nothing happens it will be unused on ${moment(clock.due)}${clock.exact ? '' : ' or later'}, in ${plural(days, 'day')}.`,
  ]
}

/** As people read an instant. */
export const moment = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`

function useSentence({ lastUse }: CredentialFinding): string {
  switch (lastUse.kind) {
    case 'never':
      return 'Never used, as far as IAM remembers.'
    case 'not-read':
      return 'When it was used last was not read.'
    case 'at':
      return `Last used ${moment(lastUse.at)}${lastUse.service === undefined ? '' : ` for ${lastUse.service}`}${lastUse.region === undefined ? '' : ` in ${lastUse.region}`}.`
  }
}

/** Which date counts, and why that one. */
const COUNTS: Readonly<Record<ClockFinding['is'], (credential: CredentialFinding) => string>> = {
  'last-use': () => 'What counts is its last use, the latest that is known of it',
  creation: ({ lastUse }) => `What counts is its creation, for it ${lastUse.kind === 'at' ? 'was not used since' : 'was never used'}`,
  'user-creation': () =>
    "What counts is the user's creation: by the credential report it was not used since, and nothing older can belong to this user",
  restore: ({ lastUse }) => `What counts is that it was restored, for it was not used since${lastUse.kind === 'at' ? '' : ', nor before'}`,
  'seen-live-again': () =>
    'What counts is that it was seen live again, for the ledger calls it revoked and somebody switched it on by hand',
}
