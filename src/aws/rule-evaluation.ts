import { ConfigServiceClient, StartConfigRulesEvaluationCommand } from '@aws-sdk/client-config-service'
import { settingsFor } from './client-settings.ts'
import { hasName } from './errors.ts'

/** Have a rule evaluated now. @returns false where it is under way, or was a minute ago: then AWS Config does not begin anew */
export async function startEvaluation(ruleName: string): Promise<boolean> {
  try {
    // What this says of the rule is a limit that is reached, which the SDK would take for throttling and wait out.
    await new ConfigServiceClient(settingsFor(1)).send(new StartConfigRulesEvaluationCommand({ ConfigRuleNames: [ruleName] }))
    return true
  } catch (error) {
    if (!hasName(error, ['LimitExceededException', 'ResourceInUseException', 'ThrottlingException'])) throw error
    return false
  }
}
