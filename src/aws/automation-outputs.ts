import { GetAutomationExecutionCommand, paginateDescribeAutomationExecutions, SSMClient } from '@aws-sdk/client-ssm'
import { instant, type Instant } from '../judgement/instant.ts'
import { clientSettings } from './client-settings.ts'
import { present } from './present.ts'
import { wholeList } from './whole-list.ts'

/** The last output of the AWS-owned runbook, and of ours. */
const OUTPUT = 'RevokeUnusedIAMUserCredentialsAndVerify.Output'

/** What runbooks took of users, by their own outputs (Systems Manager keeps them for 30 days): when last, by user id and credential. */
export async function takenByRunbooks(userIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, Instant>>> {
  const client = new SSMClient(clientSettings())
  const found = new Map<string, Map<string, Instant>>()
  const pages = paginateDescribeAutomationExecutions({ client, pageSize: 50 }, {})
  for await (const execution of wholeList(pages, 'AutomationExecutionMetadataList')) {
    const { AutomationExecutionId, AutomationExecutionStatus, ExecutionEndTime } = execution
    if (AutomationExecutionStatus !== 'Success' || !Object.hasOwn(execution.Outputs ?? {}, OUTPUT)) continue
    const answer = await client.send(new GetAutomationExecutionCommand({ AutomationExecutionId }))
    const { Parameters, Outputs } = present(answer.AutomationExecution, 'AutomationExecution')
    const userId = present(Parameters, 'Parameters')['IAMResourceId']?.[0] ?? ''
    if (!userIds.includes(userId)) continue
    const at = instant(present(ExecutionEndTime, 'ExecutionEndTime'))
    const taken = found.get(userId) ?? new Map<string, Instant>()
    for (const id of idsIn(Outputs?.[OUTPUT]?.[0])) if (!taken.has(id)) taken.set(id, at)
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
