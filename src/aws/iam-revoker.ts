import { DeleteLoginProfileCommand, IAMClient, TagUserCommand, UpdateAccessKeyCommand, type IAMClientConfig } from '@aws-sdk/client-iam'
import type { Revoker, Taken } from '../revocation/revoker.ts'
import { settingsFor } from './client-settings.ts'
import { describeError, isAbsent } from './errors.ts'

/** Changes are tried less often than reads: the SDK takes a limit that is reached (50 tags) for throttling. */
const ATTEMPTS = 4

type Credentials = Pick<IAMClientConfig, 'credentials'>

/** Changes IAM, with the caller's own credentials or those of a role. */
export function iamRevoker(credentials: Credentials = {}): Revoker {
  const client = new IAMClient({ ...settingsFor(ATTEMPTS), ...credentials })
  return {
    deactivateKey: (UserName, AccessKeyId) => taken(client.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Inactive' }))),
    deletePassword: (UserName) => taken(client.send(new DeleteLoginProfileCommand({ UserName }))),
    tag: (UserName, Key, Value) => taken(client.send(new TagUserCommand({ UserName, Tags: [{ Key, Value }] }))),
  }
}

/** What is answered with 4xx (throttling included) was not done; of anything else nobody knows. */
export async function taken(answer: Promise<unknown>): Promise<Taken> {
  try {
    await answer
    return { kind: 'done' }
  } catch (error) {
    if (isAbsent(error)) return { kind: 'absent' }
    const { $metadata } = Object(error) as { $metadata?: { httpStatusCode?: number } }
    const status = $metadata?.httpStatusCode ?? 0
    return { kind: status >= 400 && status < 500 ? 'refused' : 'unknown', why: describeError(error) }
  }
}
