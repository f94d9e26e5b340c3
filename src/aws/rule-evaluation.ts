import { ConfigServiceClient, StartConfigRulesEvaluationCommand } from '@aws-sdk/client-config-service'
import { clientSettings } from './client-settings.ts'
import { hasName } from './errors.ts'

/** Have a rule evaluated now. @returns false where it is under way, or was a minute ago: then AWS Config does not begin anew */
export async function startEvaluation(ruleName: string): Promise<boolean> {
  try {
    await new ConfigServiceClient(clientSettings()).send(new StartConfigRulesEvaluationCommand({ ConfigRuleNames: [ruleName] }))
    return true
  } catch (error) {
    if (!hasName(error, ['LimitExceededException', 'ResourceInUseException'])) throw error
    return false
  }
}
