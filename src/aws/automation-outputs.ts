import { GetAutomationExecutionCommand, paginateDescribeAutomationExecutions, SSMClient } from '@aws-sdk/client-ssm'
import { instant, type Instant } from '../judgement/instant.ts'
import { clientSettings } from './client-settings.ts'

/** The last output of the AWS-owned runbook, and of ours. */
const OUTPUT = 'RevokeUnusedIAMUserCredentialsAndVerify.Output'

/** What runbooks took of users, by their own outputs (Systems Manager keeps them for 30 days): when last, by user id and credential. */
export async function takenByRunbooks(userIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, Instant>>> {
  const client = new SSMClient(clientSettings)
  const found = new Map<string, Map<string, Instant>>()
  const pages = paginateDescribeAutomationExecutions({ client, pageSize: 50 }, {})
  for await (const { AutomationExecutionMetadataList = [] } of pages)
    for (const { AutomationExecutionId, AutomationExecutionStatus, ExecutionEndTime, Outputs = {} } of AutomationExecutionMetadataList) {
      if (AutomationExecutionStatus !== 'Success' || ExecutionEndTime === undefined || !Object.hasOwn(Outputs, OUTPUT)) continue
      const { AutomationExecution } = await client.send(new GetAutomationExecutionCommand({ AutomationExecutionId }))
      const userId = AutomationExecution?.Parameters?.['IAMResourceId']?.[0] ?? ''
      if (!userIds.includes(userId)) continue
      const taken = found.get(userId) ?? new Map<string, Instant>()
      for (const id of idsIn(AutomationExecution?.Outputs?.[OUTPUT]?.[0])) if (!taken.has(id)) taken.set(id, instant(ExecutionEndTime))
      found.set(userId, taken)
    }
  return found
}

function idsIn(output = '{}'): readonly string[] {
  const { http_responses: { DeactivateUnusedKeysResponse = [], DeleteUnusedPasswordResponse } = {} } = JSON.parse(output) as {
    http_responses?: { DeactivateUnusedKeysResponse?: { AccessKeyId?: string }[]; DeleteUnusedPasswordResponse?: unknown }
  }
  const keys = DeactivateUnusedKeysResponse.flatMap(({ AccessKeyId }) => (AccessKeyId === undefined ? [] : [AccessKeyId]))
  return DeleteUnusedPasswordResponse === undefined ? keys : ['password', ...keys]
}
