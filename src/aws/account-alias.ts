import { IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam'
import { settingsFor } from './client-settings.ts'
import type { Session } from './session.ts'

/** The account's alias. It is for people to know the account by, no more: undefined where there is none, and where it cannot be read. */
export async function accountAlias(session?: Session): Promise<string | undefined> {
  try {
    const { AccountAliases = [] } = await new IAMClient(settingsFor(2, session)).send(new ListAccountAliasesCommand({}))
    return AccountAliases[0]
  } catch {
    return undefined
  }
}
