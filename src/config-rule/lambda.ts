import { configEvaluations } from '../aws/config-evaluations.ts'
import { iamInventory } from '../aws/iam-inventory.ts'
import { isoTime } from '../judgement/instant.ts'
import { deadline } from './deadline.ts'
import { evaluate } from './evaluate.ts'
import { parseInvocation } from './invocation.ts'
import { log } from './log.ts'
import { parseSettings } from './settings.ts'

type Context = { readonly getRemainingTimeInMillis: () => number }

const MONDAY = 1

/** AWS Config's door. It only wires: parse, evaluate. Errors are for Lambda to record, and for the alarm on them. */
export const handler = async (event: unknown, context: Context): Promise<void> => {
  const invocation = parseInvocation(event)
  const settings = parseSettings(process.env)
  if (settings.weekly && new Date(invocation.now).getUTCDay() !== MONDAY) {
    log.info({ message: 'Not a Monday (UTC): with Seven_Days nothing is evaluated today (S7).', now: isoTime(invocation.now) })
    return
  }
  const outOfTime = deadline(context.getRemainingTimeInMillis())
  await evaluate(invocation, settings, { inventory: iamInventory(outOfTime), config: configEvaluations(), outOfTime })
}
