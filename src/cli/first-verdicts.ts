import { startEvaluation } from '../aws/rule-evaluation.ts'
import { runsLogged } from '../aws/rule-log.ts'
import type { Instant } from '../judgement/instant.ts'
import { runText } from '../reports/run-text.ts'
import { Interrupted, type Io } from './io.ts'
import { RULE } from './names.ts'
import { plural } from '../text/plural.ts'
import { seen } from './waits.ts'

/** A run takes some seconds for some hundred users, and 15 minutes at most. */
const PATIENCE_MS = 180_000

type Wanted = {
  readonly logGroup: string
  /** Runs that began before are of before. */
  readonly since: Instant
  readonly isInterrupted: () => boolean
}

/** Have everybody judged, and say what came of it. @throws Error where the run failed, or somebody could not be judged; Interrupted */
export async function firstVerdicts({ logGroup, since, isInterrupted }: Wanted, io: Io): Promise<void> {
  io.progress('Waiting for the first verdicts')
  let isBegun = false
  const run = await seen(async () => {
    if (isInterrupted())
      throw new Interrupted('Interrupted: the stack is deployed. "iam-cleanup status" shows the verdicts when they are there.')
    isBegun ||= await startEvaluation(RULE)
    const runs = await runsLogged(logGroup, since)
    return runs.findLast((run) => run.kind === 'ended' && run.began >= since) ?? runs.findLast(({ kind }) => kind === 'failed')
  }, PATIENCE_MS)
  if (run === undefined) return io.note('The first verdicts are not there yet. "iam-cleanup status" shows them when they are.')
  if (run.kind === 'failed') throw new Error(`The stack is deployed, but its first evaluation failed: ${run.why}`)
  io.out(`First verdicts: ${runText(run)}.`)
  if (run.unknown > 0) throw new Error(`${run.unknown} of ${plural(run.users, 'user')} could not be judged. The log ${logGroup} says why.`)
}
