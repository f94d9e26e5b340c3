import type { Happening, OrganizationDay, OrganizationRehearsal } from '../rehearsal/organization-rehearsal.ts'
import { plain } from '../text/plain.ts'
import { plural } from '../text/plural.ts'
import { wrappedText } from './table.ts'

/** A deployment to an organization, day by day. */
export const organizationRehearsalText = ({ start, limitDays, pilot, days }: OrganizationRehearsal, columns: number): string =>
  [
    `An organization from ${start.slice(0, 10)} on; idle for ${plural(limitDays, 'day')} is unused; the pilot is the unit ${plain(pilot)}.`,
    ...days.map((day) => dayText(day, columns)),
  ].join('\n\n')

const dayText = ({ day, at, happenings }: OrganizationDay, columns: number): string =>
  [
    `Day ${day} (${at.slice(0, 10)})`,
    ...happenings.flatMap((happening) => linesOf(happening).map((line) => wrappedText(line, '  ', columns))),
  ].join('\n')

function linesOf(happening: Happening): readonly string[] {
  switch (happening.kind) {
    case 'command':
      return [`$ ${happening.command}`, ...happening.says.map((line) => plain(line)), `(exit code ${happening.exitCode})`]
    case 'done':
      return [happening.what]
    case 'joined':
      return [`${who(happening)} joins the organization.`]
    case 'found':
      return [`${who(happening)}: ${plain(happening.userName)} is NON_COMPLIANT: ${plain(happening.why)}`]
    case 'lost':
      return [`${who(happening)}: ${plain(happening.userName)} LOSES the ${happening.credential}.`]
    case 'standing':
      return [
        `Standing: ${happening.current} current, ${happening.failed} failed, ${happening.withoutStack} without a stack; ${happening.armed} armed, ${happening.unarmed} not armed${happening.joinedUnarmed.length === 0 ? '' : `, of which came later, where others are armed: ${happening.joinedUnarmed.join(', ')}`}.`,
      ]
  }
}

const who = ({ accountId, name }: { readonly accountId: string; readonly name: string }): string => `${accountId} (${plain(name)})`
