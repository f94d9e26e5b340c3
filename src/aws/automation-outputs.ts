import { GetAutomationExecutionCommand, paginateDescribeAutomationExecutions, SSMClient } from '@aws-sdk/client-ssm'
import { instant } from '../judgement/instant.ts'
import type { LedgerEntry } from '../ledger/ledger.ts'
import { clientSettings } from './client-settings.ts'
import { present } from './present.ts'
import { wholeList } from './whole-list.ts'

const DOCUMENT = 'AWSConfigRemediation-RevokeUnusedIAMUserCredentials'

/** What the AWS-owned runbook took of a user, by its own outputs (Systems Manager keeps them for 30 days): the newest of each credential. */
export async function takenByAwsRunbook(userId: string): Promise<ReadonlyMap<string, LedgerEntry>> {
  const client = new SSMClient(clientSettings)
  const found = new Map<string, LedgerEntry>()
  const pages = paginateDescribeAutomationExecutions(
    { client, pageSize: 50 },
    { Filters: [{ Key: 'DocumentNamePrefix', Values: [DOCUMENT] }] },
  )
  for await (const execution of wholeList(pages, 'AutomationExecutionMetadataList')) {
    const { AutomationExecutionId, AutomationExecutionStatus, ExecutionEndTime } = execution
    if (AutomationExecutionStatus !== 'Success') continue
    const answer = await client.send(new GetAutomationExecutionCommand({ AutomationExecutionId }))
    const { Parameters, Outputs } = present(answer.AutomationExecution, 'AutomationExecution')
    if (present(Parameters, 'Parameters')['IAMResourceId']?.[0] !== userId) continue
    const at = instant(present(ExecutionEndTime, 'ExecutionEndTime'))
    for (const id of idsIn(Outputs?.['RevokeUnusedIAMUserCredentialsAndVerify.Output']?.[0]))
      if (!found.has(id)) found.set(id, { kind: 'revoked', at, idleDays: undefined })
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
