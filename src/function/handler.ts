import { configEvaluations } from '../aws/config-evaluations.ts'
import { parameterReader } from '../aws/exclusion-parameter.ts'
import { iamInventory } from '../aws/iam-inventory.ts'
import { ledgerTable } from '../aws/ledger-table.ts'
import { notifier } from '../aws/notifications.ts'
import { evaluate } from './rule/evaluate.ts'
import { parseInvocation } from './rule/invocation.ts'
import { parseSettings } from './settings.ts'
import { workingMs } from './working-time.ts'
import { instant } from '../judgement/instant.ts'
import { carryOut } from './runbook/carry-out.ts'
import { isOrder } from './runbook/order.ts'

type Context = { readonly getRemainingTimeInMillis: () => number; readonly invokedFunctionArn: string }

/**
 * The function's two doors: AWS Config asks for an evaluation, our runbook for a revocation. It only wires. An evaluation's errors are for Lambda to record, and for
 * the alarm on them; a revocation's are told in its answer.
 */
export const handler = async (event: unknown, context: Context): Promise<object | void> => {
  const settings = parseSettings(process.env)
  const clock = () => instant(Date.now())
  const outOfTime = AbortSignal.timeout(workingMs(context.getRemainingTimeInMillis(), isOrder(event)))
  const door = {
    inventory: iamInventory(outOfTime),
    config: configEvaluations(),
    readParameter: parameterReader(outOfTime),
    outOfTime,
    notify: notifier(settings.topicArn, context.invokedFunctionArn),
    table: ledgerTable(settings.ledgerTable, outOfTime),
    clock,
    self: context.invokedFunctionArn,
  }
  return isOrder(event) ? carryOut(event, settings, door) : evaluate(parseInvocation(event, clock()), settings, door)
}
