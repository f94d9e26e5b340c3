import { brakeActs } from '../judgement/brake.ts'
import type { Plan } from '../plan/plan.ts'
import { timeText } from '../reports/time-text.ts'
import { plural } from '../text/plural.ts'
import { BRAKE_PERCENT } from './names.ts'

type Standing = { readonly hasLedger: boolean; readonly isSharedListKnown: boolean }

/** What can be done with a plan, `file` being where it is; undefined where nothing is to be said. */
export function afterPlan(plan: Plan, file: string | undefined, standing: Standing): string | undefined {
  if (plan.asOf !== plan.createdAt)
    return `It was judged as of ${timeText(plan.asOf)} (--at), so it is for looking only: "apply" refuses it. For one to carry out leave --at out.`
  if (plan.revoke.length === 0) return file === undefined ? undefined : 'There is nothing in it to carry out.'
  if (file === undefined) return 'For a plan that "apply" takes, say --out FILE.'
  const obstacles = obstaclesOf(plan, standing)
  const command = ['iam-cleanup apply', shellWord(file), ...obstacles.map(({ says }) => says)].join(' ')
  const first = standing.hasLedger ? '' : ' first make a ledger ("iam-cleanup ledger create"), then'
  if (obstacles.length === 0) return `To carry it out${first}: ${command}`
  return `"apply" refuses it as it is: ${obstacles.map(({ why }) => why).join('; ')}. To carry it out all the same${first}: ${command}`
}

type Obstacle = { readonly why: string; readonly says: string }

function obstaclesOf({ exclusionList, revoke, users }: Plan, { isSharedListKnown }: Standing): readonly Obstacle[] {
  const hit = new Set(revoke.map(({ userId }) => userId)).size
  return [
    ...(exclusionList === 'missing' ? [{ why: 'it was made without an exclusion list', says: '--no-exclusions' }] : []),
    ...(isSharedListKnown
      ? []
      : [{ why: 'whether a shared exclusion list holds is unknown', says: '--shared-exclusions ARN (or "none")' }]),
    ...(brakeActs(hit, users, BRAKE_PERCENT)
      ? [
          {
            why: `it hits ${hit} of ${plural(users, 'user')}, more than ${BRAKE_PERCENT} %`,
            says: `--brake-percent ${Math.ceil((hit * 100) / users)}`,
          },
        ]
      : []),
  ]
}

/** A file as it can be pasted into a shell. */
const shellWord = (file: string): string => (/^[\w./@:+][\w./@:+-]*$/.test(file) ? file : `'${file.replaceAll("'", String.raw`'\''`)}'`)
