import { configEvaluations } from '../aws/config-evaluations.ts'
import { iamInventory } from '../aws/iam-inventory.ts'
import { notifier } from '../aws/notifications.ts'
import { deadline } from '../config-rule/deadline.ts'
import { evaluate } from '../config-rule/evaluate.ts'
import { parseInvocation } from '../config-rule/invocation.ts'
import { log } from '../config-rule/log.ts'
import { parseSettings } from '../config-rule/settings.ts'
import { isoTime } from '../judgement/instant.ts'
import { carryOut } from '../runbook/carry-out.ts'
import { parseOrder } from '../runbook/order.ts'

type Context = { readonly getRemainingTimeInMillis: () => number }

const MONDAY = 1

/** Systems Manager waits no longer for a function. */
const RUNBOOK_MS = 290_000

/**
 * The function's two doors: AWS Config asks for an evaluation, our runbook for a revocation. It only wires. Errors are for Lambda to record, and for the
 * alarm on them.
 */
export const handler = async (event: unknown, context: Context): Promise<object | void> => {
  const settings = parseSettings(process.env)
  const order = parseOrder(event)
  const remaining = context.getRemainingTimeInMillis()
  const outOfTime = deadline(order === undefined ? remaining : Math.min(remaining, RUNBOOK_MS))
  const door = { inventory: iamInventory(outOfTime), config: configEvaluations(), outOfTime, notify: notifier(settings.topicArn) }
  if (order !== undefined) return carryOut(order, settings, door)
  const invocation = parseInvocation(event)
  if (settings.weekly && new Date(invocation.now).getUTCDay() !== MONDAY)
    return log.info({ message: 'Not a Monday (UTC): with Seven_Days nothing is evaluated today (S7).', now: isoTime(invocation.now) })
  return evaluate(invocation, settings, door)
}
