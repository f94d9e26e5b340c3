import type { AssumeRoleResponse } from '@aws-sdk/client-sts'
import { AwsError } from './aws-error.ts'
import type { Caller } from './caller.ts'
import { persistently } from './persistent.ts'
import type { Place } from './world.ts'

/** A role that a service has assumed: the credentials that it was given, and whom calls with them come from. */
export type Session = { readonly accessKeyId: string; readonly secret: string; readonly token: string; readonly caller: Caller }

/** Assume a role as AWS's services do, by sts:AssumeRole. Undefined where STS does not let them. */
export async function assumeRole(place: Place, roleArn: string, sessionName: string, service: Caller): Promise<Session | undefined> {
  try {
    const input = { RoleArn: roleArn, RoleSessionName: sessionName }
    const { Credentials } = await persistently(() => place.perform<AssumeRoleResponse>('sts:AssumeRole', input, service))
    const { AccessKeyId: accessKeyId = '', SecretAccessKey: secret = '', SessionToken: token = '' } = Credentials ?? {}
    const session = place.world.sessions.get(accessKeyId)
    if (session === undefined) throw new Error(`There is no session of ${accessKeyId}.`)
    return { accessKeyId, secret, token, caller: { kind: 'role', ...session } }
  } catch (error) {
    if (error instanceof AwsError) return undefined
    throw error
  }
}
