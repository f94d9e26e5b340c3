import type { Happening, OrganizationDay, OrganizationRehearsal } from '../rehearsal/organization-rehearsal.ts'
import { plain } from '../text/plain.ts'
import { plural } from '../text/plural.ts'
import { wrappedText } from './table.ts'

/** A deployment to an organization, day by day. */
export const organizationRehearsalText = ({ start, limitDays, pilot, days }: OrganizationRehearsal, columns: number): string =>
  [
    wrappedText(
      `An organization from ${start.slice(0, 10)} on; idle for ${plural(limitDays, 'day')} is unused; the pilot is the unit ${plain(pilot)}.`,
      '',
      columns,
    ),
    ...days.map((day) => dayText(day, columns)),
  ].join('\n\n')

const dayText = ({ day, at, title, happenings }: OrganizationDay, columns: number): string =>
  [
    wrappedText(`Day ${day} (${at.slice(0, 10)})${title === '' ? '' : `: ${title}`}`, '', columns),
    ...together(happenings).flatMap((each) => linesOf(each).map((line) => hanging(line, columns))),
  ].join('\n')

/** What goes on in the next line stands further in. */
const hanging = (line: string, columns: number): string =>
  wrappedText(line.trimStart(), line.startsWith(' ') ? '    ' : '  ', columns - 2).replaceAll('\n', '\n  ')

type Runs = {
  readonly kind: 'runs'
  readonly is: 'run-failed' | 'run-recovered'
  readonly why: string
  readonly accounts: readonly { readonly accountId: string; readonly name: string }[]
}

/** Runs of which the same is to be said, in one. */
function together(happenings: readonly Happening[]): readonly (Exclude<Happening, { kind: Runs['is'] }> | Runs)[] {
  const runs = new Map<string, Runs>()
  const others = happenings.flatMap((each) => {
    if (each.kind !== 'run-failed' && each.kind !== 'run-recovered') return [each]
    const why = 'why' in each ? each.why : ''
    const accounts = [...(runs.get(why)?.accounts ?? []), { accountId: each.accountId, name: each.name }]
    runs.set(why, { kind: 'runs', is: each.kind, why, accounts })
    return []
  })
  return [...runs.values(), ...others]
}

function linesOf(happening: ReturnType<typeof together>[number]): readonly string[] {
  switch (happening.kind) {
    case 'command':
      return [`$ ${happening.command}`, ...happening.says.map((line) => plain(line)), `(exit code ${happening.exitCode})`]
    case 'typed':
      return [
        `In the ${happening.seat} account ${happening.accountId}:`,
        ...happening.commands.map((command) => `$ ${command}`),
        ...happening.says.map((line) => plain(line)),
      ]
    case 'done':
      return [happening.what]
    case 'joined':
      return [`${who(happening)} joins the organization.`]
    case 'found':
      return [`${who(happening)}: ${plain(happening.userName)} is NON_COMPLIANT: ${plain(happening.why)}`]
    case 'lost':
      return [`${who(happening)}: ${plain(happening.userName)} LOSES the ${happening.credential}.`]
    case 'excluded':
      return [`${who(happening)}: ${plain(happening.userName)} is left alone: ${plain(happening.why)}`]
    case 'refused':
      return [`${who(happening)}: of ${plain(happening.userName)} ${refusalText(happening.why)}`]
    case 'runs': {
      const accounts = happening.accounts.map((account) => who(account)).join(', ')
      const so = happening.is === 'run-failed' ? `NOTHING IS EVALUATED, nothing is revoked: ${whyText(happening.why)}` : 'evaluated again.'
      return [`${accounts}: ${so}`]
    }
    case 'standing':
      return [
        `Standing: ${happening.current} current, ${happening.failed} failed, ${happening.withoutStack} without a stack; ${happening.armed} armed, ${happening.unarmed} not armed${happening.joinedUnarmed.length === 0 ? '' : `, of which came later, where others are armed: ${happening.joinedUnarmed.join(', ')}`}.`,
      ]
  }
}

const who = ({ accountId, name }: { readonly accountId: string; readonly name: string }): string => `${accountId} (${plain(name)})`

/** The action that a service control policy refused, where it was one; else all that is known. */
function refusalText(why: string): string {
  const [, action] = /not authorized to perform: ([\w:]+) .*explicit deny in a service control policy/s.exec(why) ?? []
  return action === undefined
    ? `nothing, or not everything, could be taken: ${plain(why)}`
    : `NOTHING IS TAKEN that the service control policy protects: it refused the remediation ${action}.`
}

/** AWS Config keeps the beginning of what a function says: of an error of AWS's in it the code is enough. */
const whyText = (why: string): string => {
  const [, begin, code] = /^([^(]*)\((\w+): [^)]*$/s.exec(plain(why)) ?? []
  return begin === undefined ? plain(why) : `${begin}(${code}).`
}
