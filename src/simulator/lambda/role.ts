import type { AssumeRoleResponse } from '@aws-sdk/client-sts'
import { AwsError } from '../world/aws-error.ts'
import type { Caller } from '../world/caller.ts'
import { persistently } from '../world/persistent.ts'
import type { Place } from '../world/world.ts'

/** A function's role, assumed: what its environment is given, and whom its calls come from. */
export type Session = { readonly accessKeyId: string; readonly secret: string; readonly token: string; readonly caller: Caller }

/** Lambda says nothing of the account or the function when it assumes a role: a trust policy that asks for it keeps Lambda out. */
const LAMBDA: Caller = { kind: 'principal', service: 'lambda.amazonaws.com' }

/** Undefined where Lambda may not. */
export async function assumeRole(place: Place, roleArn: string, sessionName: string): Promise<Session | undefined> {
  try {
    const input = { RoleArn: roleArn, RoleSessionName: sessionName }
    const { Credentials } = await persistently(() => place.perform<AssumeRoleResponse>('sts:AssumeRole', input, LAMBDA))
    const { AccessKeyId: accessKeyId = '', SecretAccessKey: secret = '', SessionToken: token = '' } = Credentials ?? {}
    const session = place.world.sessions.get(accessKeyId)
    if (session === undefined) throw new Error(`There is no session of ${accessKeyId}.`)
    return { accessKeyId, secret, token, caller: { kind: 'role', ...session } }
  } catch (error) {
    if (error instanceof AwsError) return undefined
    throw error
  }
}
