import pc from 'picocolors'
import type { Change, DeadExclusion, Rehearsal, RehearsedRemediation, Round, UserState } from '../rehearsal/rehearsal.ts'
import { plain } from '../text/plain.ts'
import { plural } from '../text/plural.ts'
import type { View } from './view.ts'
import { textTable, wrappedText } from './table.ts'

/** So many users are shown one by one; of more, those whose state is not simply compliant. */
const SHOWN_USERS = 20

/** So many rounds are the walk-through, and always shown. */
const WALK_THROUGH = 2

type Paint = ReturnType<typeof pc.createColors>

/** The whole rehearsal as a person reads it, from top to bottom. */
export function rehearsalText({ limitDays, rounds, changes, deadExclusions, before, after }: Rehearsal, view: View): string {
  const paint = pc.createColors(view.colours)
  const parts = [
    paint.bold(`Rehearsal on a simulated AWS account. Limit: ${plural(limitDays, 'day')}. Nothing real is touched.`),
    ...stretches(rounds).map((stretch) => stretchText(stretch, view.columns, paint)),
    changesText(changes, view.columns, paint),
    ...(deadExclusions.length === 0 ? [] : [deadText(deadExclusions, view.columns, paint)]),
    finalText(before, after, view.columns, paint),
  ]
  return parts.join('\n\n')
}

/** Rounds in a row of which one is shown as a whole, or of which none needs to be: `first` is the number of the first. */
type Stretch = { readonly first: number; readonly rounds: readonly Round[] }

/** After the walk-through's two rounds, days on which all is well are told in one line. */
function stretches(rounds: readonly Round[]): readonly Stretch[] {
  const found: Stretch[] = []
  for (const [index, round] of rounds.entries()) {
    const last = found.at(-1)
    if (last !== undefined && last.first > WALK_THROUGH && isQuiet(round) && last.rounds.every((each) => isQuiet(each)))
      found[found.length - 1] = { ...last, rounds: [...last.rounds, round] }
    else found.push({ first: index + 1, rounds: [round] })
  }
  return found
}

const isQuiet = ({ evaluations, remediations }: Round): boolean =>
  remediations.length === 0 && evaluations.every(({ complianceType }) => complianceType === 'COMPLIANT')

function stretchText({ first, rounds }: Stretch, columns: number, paint: Paint): string {
  const [one, last] = [rounds[0], rounds.at(-1)]
  if (one === undefined || last === undefined) return ''
  if (rounds.length === 1) return roundText(one, first, columns, paint)
  return paint.bold(
    `Rounds ${first} to ${first + rounds.length - 1}, ${readable(one.at)} to ${readable(last.at)}: all users COMPLIANT, nothing to do`,
  )
}

function roundText({ at, evaluations, remediations }: Round, number: number, columns: number, paint: Paint): string {
  const shown = evaluations.length <= SHOWN_USERS ? evaluations : evaluations.filter(({ complianceType }) => complianceType !== 'COMPLIANT')
  const rest = evaluations.length - shown.length
  const rows = shown.map(({ userName, complianceType, annotation }) => [
    userName,
    { text: complianceType, paint: painter(paint) },
    annotation,
  ])
  return [
    paint.bold(`Round ${number}, ${readable(at)}: ${plural(evaluations.length, 'user')} evaluated`),
    ...(rows.length === 0 ? [] : [textTable(['User', 'Verdict', 'Reasons'], rows, columns)]),
    ...(rest === 0 ? [] : [`${rest} more, all COMPLIANT.`]),
    ...remediations.map((remediation) => remediationText(remediation, columns, paint)),
  ].join('\n')
}

const remediationText = ({ userName, state, steps }: RehearsedRemediation, columns: number, paint: Paint): string =>
  [
    `Remediation of ${plain(userName)}: ${painter(paint)(state)}`,
    ...steps.map(({ name, state: stepState, error }) =>
      wrappedText(`step ${name}: ${stepState}${error === undefined ? '' : `: ${plain(error)}`}`, '  ', columns),
    ),
  ].join('\n')

function changesText(changes: readonly Change[], columns: number, paint: Paint): string {
  const lines = changes.map((change) =>
    wrappedText(`${readable(change.at)}  ${plain(change.userName)}: ${changeWords(change)}`, '  ', columns),
  )
  return [paint.bold('What changed in IAM'), ...(lines.length === 0 ? ['  nothing'] : lines)].join('\n')
}

const deadText = (dead: readonly DeadExclusion[], columns: number, paint: Paint): string =>
  [
    paint.bold('Exclusions that protect nobody'),
    ...dead.map(({ entry, why }) => wrappedText(`${plain(entry)}: ${plain(why)}`, '  ', columns)),
  ].join('\n')

function changeWords(change: Change): string {
  switch (change.action) {
    case 'delete-password':
      return 'password deleted'
    case 'deactivate-key':
      return `access key ${change.accessKeyId} deactivated`
  }
}

function finalText(before: readonly UserState[], after: readonly UserState[], columns: number, paint: Paint): string {
  const earlier = new Map(before.map((state) => [state.userName, credentials(state)]))
  const changed = new Set(after.filter((state) => earlier.get(state.userName) !== credentials(state)))
  const shown = after.length <= SHOWN_USERS ? after : [...changed]
  const rows = shown.map((state) => [
    state.userName,
    earlier.get(state.userName) ?? '',
    changed.has(state) ? { text: credentials(state), paint: paint.yellow } : credentials(state),
  ])
  const title = paint.bold(
    shown === after
      ? 'Who can get in with what'
      : `Who can get in with what (the ${shown.length} of ${after.length} users for whom it changed)`,
  )
  return rows.length === 0 ? `${title}\n  unchanged` : `${title}\n${textTable(['User', 'Before', 'After'], rows, columns)}`
}

const credentials = ({ password, accessKeys }: UserState): string =>
  [password ? 'password' : 'no password', ...accessKeys.map(({ id, status }) => `key ...${id.slice(-4)} ${status}`)].join(', ')

const readable = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`

const painter =
  (paint: Paint) =>
  (state: string): string => {
    if (state === 'COMPLIANT' || state === 'SUCCEEDED') return paint.green(state)
    return state === 'NON_COMPLIANT' ? paint.yellow(state) : paint.red(state)
  }
