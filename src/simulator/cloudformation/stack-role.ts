import { validationError } from '../world/aws-error.ts'
import { assumeRole } from '../world/assumed-role.ts'
import type { Caller } from '../world/caller.ts'
import type { Author } from './author.ts'
import type { Stack } from './state.ts'

const SERVICE = 'cloudformation.amazonaws.com'
const CLOUDFORMATION: Caller = { kind: 'principal', service: SERVICE }

/**
 * Who makes what a stack asks for: the role that the call hands over (the caller must be allowed to), else the one that the stack was last
 * given, else the caller. @throws ValidationError where CloudFormation may not assume it
 */
export async function authorOf({ place, caller }: Author, roleArn: string | undefined, stack: Stack | undefined): Promise<Author> {
  const arn = roleArn ?? stack?.roleArn
  if (arn === undefined) return { place, caller }
  if (roleArn !== undefined) place.passRole(caller, arn, SERVICE)
  const session = await assumeRole(place, arn, 'AWSCloudFormation', CLOUDFORMATION)
  if (session === undefined) throw validationError(`Role ${arn} is invalid or cannot be assumed`)
  return { place, caller: session.caller }
}
