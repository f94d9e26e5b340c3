import { GetAutomationExecutionCommand, paginateDescribeAutomationExecutions, SSMClient } from '@aws-sdk/client-ssm'
import { instant } from '../judgement/instant.ts'
import type { LedgerEntry } from '../ledger/ledger.ts'
import { clientSettings } from './client-settings.ts'

const DOCUMENT = 'AWSConfigRemediation-RevokeUnusedIAMUserCredentials'

/** What the AWS-owned runbook took of a user, by its own outputs (Systems Manager keeps them for 30 days): the newest of each credential. */
export async function takenByAwsRunbook(userId: string): Promise<ReadonlyMap<string, LedgerEntry>> {
  const client = new SSMClient(clientSettings)
  const found = new Map<string, LedgerEntry>()
  const pages = paginateDescribeAutomationExecutions(
    { client, pageSize: 50 },
    { Filters: [{ Key: 'DocumentNamePrefix', Values: [DOCUMENT] }] },
  )
  for await (const { AutomationExecutionMetadataList = [] } of pages)
    for (const { AutomationExecutionId, AutomationExecutionStatus, ExecutionEndTime } of AutomationExecutionMetadataList) {
      if (AutomationExecutionStatus !== 'Success' || ExecutionEndTime === undefined) continue
      const { AutomationExecution } = await client.send(new GetAutomationExecutionCommand({ AutomationExecutionId }))
      if (AutomationExecution?.Parameters?.['IAMResourceId']?.[0] !== userId) continue
      for (const id of idsIn(AutomationExecution.Outputs?.['RevokeUnusedIAMUserCredentialsAndVerify.Output']?.[0]))
        if (!found.has(id)) found.set(id, { kind: 'revoked', at: instant(ExecutionEndTime), idleDays: undefined })
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
