import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { clientSettings } from './client-settings.ts'
import { present } from './present.ts'

/** The account that the caller's credentials belong to. */
export async function accountId(): Promise<string> {
  return present((await new STSClient(clientSettings).send(new GetCallerIdentityCommand({}))).Account, 'Account')
}
