import { GetAccountPasswordPolicyCommand, IAMClient } from '@aws-sdk/client-iam'
import { clientSettings } from './client-settings.ts'
import { isAbsent } from './errors.ts'

/** What the account asks of a password. One that has no policy asks what IAM does. */
export async function passwordPolicy(): Promise<{ readonly minimumLength: number }> {
  try {
    const { PasswordPolicy } = await new IAMClient(clientSettings()).send(new GetAccountPasswordPolicyCommand({}))
    return { minimumLength: PasswordPolicy?.MinimumPasswordLength ?? 0 }
  } catch (error) {
    if (isAbsent(error)) return { minimumLength: 0 }
    throw error
  }
}
