import { moment } from '../../findings/explained-clock.ts'
import { entryName } from '../../exclusions/entry.ts'
import type { Findings } from '../../findings/findings.ts'
import { foreign, markup, NOTHING, type Markup } from './markup.ts'
import { areApart } from './of-documents.ts'
import { notices } from './opening.ts'

/** What puts all of it in doubt, to be said before anything else: no exclusion list, not AWS, another time. */
export const alarms = (documents: readonly Findings[]): Markup => notices('alarm', named(documents, alarmsOf))

/** So many exclusions that protect nobody are named on top; all of them are first in the exclusion list. */
const NAMED = 5

/** What else is to be known of it. */
export function notes(documents: readonly Findings[]): Markup {
  const apart = areApart(documents) ? [] : [markup`An account is here at more than one time, so nothing is added up.`]
  const dead = named(documents, deadOf)
  const rest = dead.length - NAMED
  const more = rest <= 0 ? [] : [markup`<a href="#exclusions">${rest} more</a> of the exclusion list protect nobody.`]
  return notices('note', [...apart, ...named(documents, notesOf), ...dead.slice(0, NAMED), ...more])
}

/** What is said of each, where there are several with its account. */
const named = (documents: readonly Findings[], of: (findings: Findings) => readonly Markup[]): readonly Markup[] =>
  documents.flatMap((findings) => of(findings).map((says) => markup`${documents.length === 1 ? '' : `${findings.account.id}: `}${says}`))

const alarmsOf = ({ exclusions, account, asOf, createdAt }: Findings): readonly Markup[] => [
  ...(exclusions.list === 'read'
    ? []
    : [
        markup`<strong>Without an exclusion list:</strong> there is no ${foreign(exclusions.parameter)} in Region ${account.region}. Nobody is excluded by it. Is it the right Region?`,
      ]),
  ...(account.endpoint === undefined ? [] : [markup`<strong>Not AWS:</strong> read from ${foreign(account.endpoint)}.`]),
  ...(asOf === createdAt
    ? []
    : [markup`<strong>Judged as of another time:</strong> made ${moment(createdAt)}, judged as of ${moment(asOf)}.`]),
]

function notesOf({ data, narrowedTo, ledger, totals: { users } }: Findings): readonly Markup[] {
  const left = users.inAccount - users.listed
  return [
    ...(narrowedTo.length === 0
      ? []
      : [markup`Narrowed to ${foreign(narrowedTo.join(', '))}${left > 0 ? `: ${left} more in the account were not asked for` : ''}.`]),
    ...(data.report.kind === 'unavailable' ? [markup`There is no credential report (${data.report.why}): every user was read live.`] : []),
    ...(ledger.kind === 'none' ? [markup`There is no ledger ${foreign(ledger.table)}: what was revoked and given back is not known.`] : []),
  ]
}

const deadOf = ({ exclusions }: Findings): readonly Markup[] =>
  exclusions.entries.flatMap(({ list, selector, says, owner }) =>
    says === ''
      ? []
      : [
          markup`Exclusion ${foreign(entryName({ list, text: selector }))}${owner === undefined ? NOTHING : markup` (owner ${foreign(owner)})`}: ${says}`,
        ],
  )
