import type { Service } from '../world/operation.ts'
import { automationChanged } from './attempt.ts'
import { evaluationOperations } from './evaluation-operations.ts'
import { inventoryOf } from './inventory.ts'
import { recorderOperations } from './recorder-operations.ts'
import { remediationOperations } from './remediation-operations.ts'
import { ruleOperations } from './rule-operations.ts'
import { functionInvoked } from './rules.ts'

export const configService: Service = {
  name: 'config',
  protocol: 'json',
  targetPrefix: 'StarlingDoveService',
  operations: [...ruleOperations, ...evaluationOperations, ...remediationOperations, ...recorderOperations],
  hears: (place, news) => {
    if (news.kind === 'user-changed') inventoryOf(place).note(news.userId, news.userName)
    else if (news.kind === 'function-invoked') functionInvoked(place, news)
    else automationChanged(place, news)
  },
}
