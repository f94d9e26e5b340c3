import type { Evaluation } from '@aws-sdk/client-config-service'
import { describeError } from '../aws/errors.ts'
import type { Notify } from '../aws/notifications.ts'
import type { Found } from '../inventory/finding.ts'
import { isoTime, plusDays, type Instant } from '../judgement/instant.ts'
import { reasons } from '../judgement/reasons.ts'
import type { UserVerdict } from '../judgement/user-verdict.ts'
import type { Earlier } from './earlier.ts'
import { isUntold } from './evaluation.ts'
import { log } from './log.ts'
import type { Settings } from './settings.ts'
import type { Standing, Tally } from './tally.ts'

/** A message names so many of each; the log names all. */
const NAMED = 50

/** What came of telling people. `nothing`: there was nothing to tell, or nobody. */
export type Told = 'told' | 'nothing' | 'told before' | { readonly why: string }

/** The last event of which this environment has told people: a second attempt at it usually comes here. */
let lastTold: Instant | undefined

/**
 * What people should hear of a run: once, also where the run or the telling fails and is tried again. AWS Config is the memory: the evaluations that are `held`
 * are given to it after people were told, and marked where they were not (docs/decisions/0007-notifications-once.md).
 */
export class Digest {
  /** The evaluations of who is newly unused; where nobody is, the last one of the run. */
  readonly held: Evaluation[] = []
  /** Whether there is anybody to tell. */
  readonly isWanted: boolean
  readonly #news: string[] = []
  readonly #due: string[] = []
  readonly #left: string[] = []
  readonly #settings: Settings
  readonly #now: Instant
  readonly #earlier: Promise<Earlier>

  constructor(settings: Settings, now: Instant, earlier: Promise<Earlier>) {
    this.#settings = settings
    this.#now = now
    this.#earlier = earlier
    this.isWanted = settings.topicArn !== ''
  }

  /** Note what was found. @returns whether it is news: its evaluation is then to be held */
  async add({ subject: { userName, userId }, finding }: Found): Promise<boolean> {
    if (!this.isWanted) return false
    if (finding.kind === 'excluded') this.#left.push(userName)
    if (finding.kind === 'compliant') this.#noteDue(userName, finding)
    if (finding.kind !== 'non-compliant' || (await this.#isKnown(userId))) return false
    this.#news.push(`${userName}: ${reasons(finding, this.#settings.limitDays).join(' ')}`)
    return true
  }

  #noteDue(userName: string, { credentials, proven }: UserVerdict): void {
    const { limitDays, warningDays } = this.#settings
    const idle = [
      ...credentials.flatMap(({ verdict }) => (verdict.kind === 'in-use' ? [verdict.idleDays] : [])),
      ...proven.flatMap((each) => ('idleDaysAtMost' in each ? [each.idleDaysAtMost] : [])),
    ]
    const most = Math.max(-1, ...idle)
    if (most >= limitDays - warningDays)
      this.#due.push(`${userName}: on ${isoTime(plusDays(this.#now, limitDays - most)).slice(0, 10)} unless used`)
  }

  async #isKnown(userId: string): Promise<boolean> {
    const earlier = await this.#earlier
    const before = earlier.kind === 'read' ? earlier.evaluations.get(userId) : undefined
    return before?.complianceType === 'NON_COMPLIANT' && !isUntold(before)
  }

  /** One message, if there is something to tell that was not told yet. Never rejects. */
  async tell(tally: Tally, notify: Notify): Promise<Told> {
    const earlier = await this.#earlier
    const sections = this.#sections(tally, earlier)
    if (!this.isWanted || sections.length === 0) return 'nothing'
    if (lastTold === this.#now || this.#wasTold(earlier)) return 'told before'
    const told = await tell(notify, 'IAM Unused User Cleanup: evaluation', sections)
    if (told === 'told') lastTold = this.#now
    return told
  }

  /** The last evaluation of this very event is there, which was given after people were told. */
  #wasTold(earlier: Earlier): boolean {
    if (earlier.kind === 'unread' || this.#news.length > 0) return false
    const before = earlier.evaluations.get(this.held[0]?.ComplianceResourceId ?? '')
    return before?.ordering === this.#now && !isUntold(before)
  }

  #sections(tally: Tally, earlier: Earlier): readonly string[] {
    const exclusions = (standing: Standing) =>
      tally.entries.flatMap((entry) => (tally.standing(entry, this.#now) === standing ? [entry.text] : []))
    return [
      section(earlier.kind === 'read' ? 'Newly unused' : 'Unused (of whom you heard before could not be read)', this.#news),
      section('Due soon', this.#due),
      section('Left alone', this.#left),
      section('Expired exclusions', exclusions('expired')),
      section('Exclusions that match nobody', exclusions('unmatched')),
    ].flat()
  }
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0
    ? []
    : [`${title} (${lines.length}):`, ...lines.slice(0, NAMED).map((line) => `- ${line}`), ...(lines.length > NAMED ? ['- ...'] : []), '']

/** Tell people. That they could not be told undoes nothing. Never rejects. */
export async function tell(notify: Notify, subject: string, lines: readonly string[]): Promise<Told> {
  try {
    await notify(subject, lines.join('\n'))
    return 'told'
  } catch (error) {
    const why = describeError(error)
    log.warn({ message: 'The notification could not be sent.', why })
    return { why }
  }
}
