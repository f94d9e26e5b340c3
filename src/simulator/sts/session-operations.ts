import { AssumeRole$, GetCallerIdentity$, type AssumeRoleRequest } from '@aws-sdk/client-sts'
import { AwsError, validationError } from '../world/aws-error.ts'
import { accessDenied } from '../world/faults.ts'
import { callerArn } from '../world/caller.ts'
import { operation } from '../world/operation.ts'
import { parsePolicy, type PolicyDocument } from '../policy/policy-document.ts'
import { isTrusted, openSession } from './session.ts'

/** The longest session of every role here. */
const HOUR_S = 3_600

export const sessionOperations = [
  operation(GetCallerIdentity$, [], (_input: object, { place, caller }) => ({
    Account: caller.kind === 'principal' ? place.accountId : caller.accountId,
    Arn: callerArn(caller),
    UserId: caller.kind === 'user' ? caller.userId : 'AROASIMULATOR:simulator',
  })),
  operation(
    AssumeRole$,
    ['RoleArn', 'RoleSessionName', 'Policy', 'DurationSeconds', 'ExternalId', 'SerialNumber', 'TokenCode'],
    (request: AssumeRoleRequest, { place, caller, now }) => {
      const { RoleArn = '', RoleSessionName = '', Policy, DurationSeconds = HOUR_S, ExternalId } = request
      const said = { externalId: ExternalId, hasMfa: hasMfa(request) }
      if (!/^arn:[^:]+:[^:]+:[^:]*:[^:]+:.+$/.test(RoleArn)) throw validationError(`${RoleArn} is invalid`)
      const role = place.roleOf(RoleArn)
      if (role === undefined || !isTrusted(place.world, role, caller, said))
        throw accessDenied('sts:AssumeRole', callerArn(caller), RoleArn)
      if (DurationSeconds > HOUR_S) throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
      const policy = sessionPolicy(Policy)
      const origin = caller.kind === 'role' ? caller.origin : undefined
      const Expiration = new Date(now.getTime() + DurationSeconds * 1000)
      const expires = caller.kind === 'principal' ? undefined : Expiration
      const { accessKeyId, secret } = openSession(place, role, RoleSessionName, { origin, policy, expires })
      return {
        Credentials: { AccessKeyId: accessKeyId, SecretAccessKey: secret, SessionToken: 'simulator', Expiration },
        AssumedRoleUser: {
          Arn: `arn:aws:sts::${role.accountId}:assumed-role/${role.roleName}/${RoleSessionName}`,
          AssumedRoleId: `${role.roleId}:${RoleSessionName}`,
        },
      }
    },
  ),
]

/** There are no devices here, so that any code is the right one. @throws AwsError for a device without a code, or a code without a device */
function hasMfa({ SerialNumber, TokenCode }: AssumeRoleRequest): boolean {
  if ((SerialNumber === undefined) !== (TokenCode === undefined))
    throw accessDeniedBecause('MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.')
  return SerialNumber !== undefined
}

const accessDeniedBecause = (message: string): AwsError => new AwsError('AccessDenied', 403, message)

/** @throws AwsError MalformedPolicyDocument */
function sessionPolicy(text: string | undefined): PolicyDocument | undefined {
  const policy = text === undefined ? undefined : parsePolicy(text)
  if (text !== undefined && policy === undefined)
    throw new AwsError('MalformedPolicyDocument', 400, 'This policy contains invalid Json, or what the simulator does not know.')
  return policy
}
