import type { Notify } from '../aws/notifications.ts'
import type { Found } from '../inventory/finding.ts'
import { isoTime, plusDays, type Instant } from '../judgement/instant.ts'
import { reasons } from '../judgement/reasons.ts'
import type { Earlier } from './earlier.ts'
import type { Settings } from './settings.ts'
import type { Standing, Tally } from './tally.ts'
import { tell } from './tell.ts'

/** A message names so many of each; the log names all. */
const NAMED = 50

/** What people should hear of a run. */
export class Digest {
  readonly now: Instant
  readonly unused: { readonly userId: string; readonly line: string }[] = []
  readonly due: string[] = []
  readonly left: string[] = []
  readonly #settings: Settings

  constructor(settings: Settings, now: Instant) {
    this.#settings = settings
    this.now = now
  }

  add({ subject: { userName, userId }, finding }: Found): void {
    const { limitDays, warningDays } = this.#settings
    if (finding.kind === 'excluded') this.left.push(userName)
    if (finding.kind === 'non-compliant') this.unused.push({ userId, line: `${userName}: ${reasons(finding, limitDays).join(' ')}` })
    if (finding.kind !== 'compliant') return
    const idle = [
      ...finding.credentials.flatMap(({ verdict }) => (verdict.kind === 'in-use' ? [verdict.idleDays] : [])),
      ...finding.proven.map(({ idleDaysAtMost }) => idleDaysAtMost),
    ]
    const most = Math.max(-1, ...idle)
    if (most >= limitDays - warningDays)
      this.due.push(`${userName}: on ${isoTime(plusDays(this.now, limitDays - most)).slice(0, 10)} unless used`)
  }
}

/** One message a run. A run of the same event that has reported before (an asynchronous retry) has told people, too. */
export async function sendDigest({ now, unused, due, left }: Digest, tally: Tally, earlier: Earlier, notify: Notify): Promise<void> {
  const before = earlier.kind === 'read' ? earlier.evaluations : []
  if (before.some(({ ordering }) => ordering === now)) return
  const known = new Set(before.flatMap(({ resourceId, complianceType }) => (complianceType === 'NON_COMPLIANT' ? [resourceId] : [])))
  const exclusions = (standing: Standing) => tally.entries.flatMap((entry) => (tally.standing(entry, now) === standing ? [entry.text] : []))
  const sections = [
    section(
      'Newly unused',
      unused.filter(({ userId }) => !known.has(userId)).map(({ line }) => line),
    ),
    section('Due soon', due),
    section('Left alone', left),
    section('Expired exclusions', exclusions('expired')),
    section('Exclusions that match nobody', exclusions('unmatched')),
  ].flat()
  if (sections.length === 0) return
  await tell(notify, 'IAM Unused User Cleanup: evaluation', sections)
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0
    ? []
    : [`${title} (${lines.length}):`, ...lines.slice(0, NAMED).map((line) => `- ${line}`), ...(lines.length > NAMED ? ['- …'] : []), '']
