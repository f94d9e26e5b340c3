import { assumeRole, type Session } from '../world/assumed-role.ts'
import type { Caller } from '../world/caller.ts'
import type { Place } from '../world/world.ts'

/** Lambda says nothing of the account or the function when it assumes a role: a trust policy that asks for it keeps Lambda out. */
const LAMBDA: Caller = { kind: 'principal', service: 'lambda.amazonaws.com' }

/** A function's role. Undefined where Lambda may not assume it. */
export const functionRole = (place: Place, roleArn: string, functionName: string): Promise<Session | undefined> =>
  assumeRole(place, roleArn, functionName, LAMBDA)
