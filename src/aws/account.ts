import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { clientSettings } from './client-settings.ts'
import { present } from './present.ts'

/** Whoever calls: the account, the ARN, and the access key that signs. */
export type Caller = { readonly accountId: string; readonly arn: string; readonly accessKeyId: string }

export async function callerIdentity(): Promise<Caller> {
  const client = new STSClient(clientSettings)
  const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}))
  const { accessKeyId } = await client.config.credentials()
  return { accountId: present(Account, 'Account'), arn: present(Arn, 'Arn'), accessKeyId }
}
