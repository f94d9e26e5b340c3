import type { Evaluation } from '@aws-sdk/client-config-service'
import type { EarlierEvaluation } from '../../aws/config-evaluations.ts'
import type { Notify } from '../../aws/notifications.ts'
import { entryName } from '../../exclusions/entry.ts'
import type { Exclusion } from '../../exclusions/exclusion.ts'
import type { Standing } from '../../exclusions/standing.ts'
import type { Found } from '../../inventory/finding.ts'
import { isoTime, plusDays, type Instant } from '../../judgement/instant.ts'
import { reasons } from '../../judgement/reasons.ts'
import type { UserVerdict } from '../../judgement/user-verdict.ts'
import type { Earlier } from '../earlier.ts'
import { isOfUntoldRun, isUntold, untold } from './evaluation.ts'
import { tell, type Told } from '../tell.ts'
import type { Settings } from '../settings.ts'
import type { Tally } from './tally.ts'

/** A message names so many of each; the log names all. */
const NAMED = 50

/** What this environment has told people, each with its event: a second attempt at an event usually comes here. */
const toldHere = new Set<string>()

/** What people should hear of a run. */
export type Digest = {
  /** The evaluations of who is newly unused, or was so and is not told of; where nobody is, the last one of the run. */
  readonly held: Evaluation[]
  /** Whether there is anybody to tell. */
  readonly isWanted: boolean
  /** Note a verdict that was found. @returns whether it is news: its evaluation is then to be held */
  readonly add: (found: Found) => Promise<boolean>
  /** One message, if there is something to tell that was not told yet. Never rejects. */
  readonly tell: (tally: Tally, notify: Notify) => Promise<Told>
  /** What is held, as AWS Config is to have it. */
  readonly record: (told: Told) => readonly Evaluation[]
}

/**
 * People hear of news once, also where the run or the telling fails and is tried again. AWS Config is the memory: the evaluations that are `held` are given to it after
 * people were told, and marked where they were not (docs/decisions/0007-notifications-once.md).
 */
export function newDigest({ topicArn, limitDays, warningDays }: Settings, now: Instant, earlier: Promise<Earlier>): Digest {
  const held: Evaluation[] = []
  const news: string[] = []
  /** What was said of users who were unused and are no more, and of whom people have not heard to this day. */
  const missed = new Map<string | undefined, string>()
  const due: string[] = []
  const left: string[] = []
  const isWanted = topicArn !== ''
  return { held, isWanted, add, tell: tellOnce, record }

  async function add({ subject: { userName, userId }, finding }: Found): Promise<boolean> {
    if (!isWanted) return false
    if (finding.kind === 'excluded') left.push(leftAlone(userName, finding.exclusion))
    if (finding.kind === 'compliant') noteDue(userName, finding)
    const before = await earlierOf(userId)
    const isLeft = before !== undefined && isUntold(before)
    if (finding.kind !== 'non-compliant') {
      if (!isLeft) return false
      missed.set(userId, ` Before: ${before.annotation.replaceAll(/.* Before: | \(Nobody .*/g, '')}`)
    } else if (before?.complianceType === 'NON_COMPLIANT' && !isLeft) return false
    news.push(`${userName}: ${finding.kind === 'non-compliant' ? reasons(finding, limitDays).join(' ') : before?.annotation}`)
    return true
  }

  function noteDue(userName: string, { credentials, proven }: UserVerdict): void {
    const idle = [
      ...credentials.map(({ verdict }) => (verdict.kind === 'in-use' ? verdict.idleDays : -1)),
      ...proven.map((each) => (each.kind === 'used' || each.kind === 'created' ? each.idleDaysAtMost : -1)),
    ]
    const most = Math.max(...idle)
    if (most >= Math.max(0, limitDays - warningDays))
      due.push(`${userName}: on ${isoTime(plusDays(now, limitDays - most)).slice(0, 10)} unless used`)
  }

  async function earlierOf(userId = ''): Promise<EarlierEvaluation | undefined> {
    const known = await earlier
    return known.kind === 'read' ? known.evaluations.get(userId) : undefined
  }

  async function tellOnce(tally: Tally, notify: Notify): Promise<Told> {
    const exclusions = (standing: Standing) =>
      tally.entries.flatMap((entry) => (tally.standing(entry, now) === standing ? [entryName(entry)] : []))
    const sections = [
      section((await earlier).kind === 'read' ? 'Newly unused' : 'Unused (of whom you heard before could not be read)', news),
      section('Due soon', due),
      section('Left alone', left),
      section('Expired exclusions', exclusions('expired')),
      section('Exclusions that match nobody', exclusions('unmatched')),
    ].flat()
    if (!isWanted || sections.length === 0) return 'nothing'
    const lines = ['', ...news].map((line) => now + line)
    if (lines.every((line) => toldHere.has(line)) || (await wasTold())) return 'told before'
    const told = await tell(notify, 'IAM Unused User Cleanup: evaluation', sections)
    if (told === 'told') for (const line of lines) toldHere.add(line)
    return told
  }

  function record(told: Told): readonly Evaluation[] {
    if (typeof told !== 'object') return held
    return held.map((each) => ({
      ...each,
      Annotation: untold(each.Annotation + (missed.get(each.ComplianceResourceId) ?? ''), news.length > 0),
    }))
  }

  /** The last evaluation of this very event is there, which was given after people were told. */
  async function wasTold(): Promise<boolean> {
    const before = await earlierOf(held[0]?.ComplianceResourceId)
    return news.length === 0 && before?.ordering === now && !isOfUntoldRun(before)
  }
}

/** Whom the account's own list or a tag leaves alone, people of the account know; the shared list is another one's. */
const leftAlone = (userName: string, exclusion: Exclusion): string =>
  exclusion.kind === 'entry' ? entryName({ text: userName, list: exclusion.entry.list }) : userName

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0
    ? []
    : [`${title} (${lines.length}):`, ...lines.slice(0, NAMED).map((line) => `- ${line}`), ...(lines.length > NAMED ? ['- ...'] : []), '']
