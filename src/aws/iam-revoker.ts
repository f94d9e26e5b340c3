import { DeleteLoginProfileCommand, IAMClient, UpdateAccessKeyCommand, type IAMClientConfig } from '@aws-sdk/client-iam'
import type { Revoker, Taken } from '../revocation/revoker.ts'
import { settingsFor } from './client-settings.ts'
import { describeError, isAbsent } from './errors.ts'
import { wasRefused } from './refusal.ts'

/** Changes are tried less often than reads: the SDK takes a limit that is reached (50 tags) for throttling. */
const ATTEMPTS = 4

type Credentials = Pick<IAMClientConfig, 'credentials'>

/** Changes IAM, with the caller's own credentials or those of a role. */
export function iamRevoker(credentials: Credentials = {}): Revoker {
  const client = new IAMClient({ ...settingsFor(ATTEMPTS), ...credentials })
  return {
    deactivateKey: (UserName, AccessKeyId) => taken(client.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Inactive' }))),
    deletePassword: (UserName) => taken(client.send(new DeleteLoginProfileCommand({ UserName }))),
  }
}

/** What AWS said no to was not done; of anything else nobody knows: also of a call that was repeated, for an earlier one may have been done and its answer lost. */
export async function taken(answer: Promise<unknown>): Promise<Taken> {
  try {
    await answer
    return { kind: 'done' }
  } catch (error) {
    if (!wasRefused(error)) return { kind: 'unknown', why: describeError(error) }
    return isAbsent(error) ? { kind: 'absent' } : { kind: 'refused', why: describeError(error) }
  }
}
