import { AssumeRole$, GetCallerIdentity$, type AssumeRoleRequest } from '@aws-sdk/client-sts'
import { AwsError } from '../world/aws-error.ts'
import { accessDenied } from '../world/faults.ts'
import { callerArn, type Caller } from '../world/caller.ts'
import { operation, type Service } from '../world/operation.ts'
import { parsePolicy, type PolicyDocument } from '../policy/policy-document.ts'
import { roleNamed, type Role } from '../iam/state.ts'
import { openSession, trustsPrincipal } from './session.ts'

export const stsService: Service = {
  name: 'sts',
  operations: [
    operation(GetCallerIdentity$, (_input: object, { place, caller }) => ({
      Account: caller.kind === 'principal' ? place.accountId : caller.accountId,
      Arn: callerArn(caller),
      UserId: caller.kind === 'user' ? caller.userId : 'AROASIMULATOR:simulator',
    })),
    operation(AssumeRole$, ({ RoleArn = '', RoleSessionName = '', Policy }: AssumeRoleRequest, { place, caller, now }) => {
      const role = roleNamed(place.world, RoleArn)
      if (role === undefined || !isTrusted(role, caller)) throw accessDenied('sts:AssumeRole', callerArn(caller), RoleArn)
      const policy = sessionPolicy(Policy)
      const accountId = RoleArn.split(':')[4] ?? ''
      const origin = caller.kind === 'role' ? caller.origin : undefined
      const { accessKeyId, secret } = openSession(place, accountId, role, RoleSessionName, { origin, policy })
      const Expiration = new Date(now.getTime() + 3_600_000)
      return {
        Credentials: { AccessKeyId: accessKeyId, SecretAccessKey: secret, SessionToken: 'simulator', Expiration },
        AssumedRoleUser: {
          Arn: `arn:aws:sts::${accountId}:assumed-role/${role.RoleName}/${RoleSessionName}`,
          AssumedRoleId: `${role.RoleId}:${RoleSessionName}`,
        },
      }
    }),
  ],
}

/** By the role's side; the caller's own policies were asked at the desk. An operator is trusted by its own account, and by roles that name that account. */
function isTrusted(role: Role, caller: Caller): boolean {
  switch (caller.kind) {
    case 'principal':
    case 'service':
      return false
    case 'operator':
      return role.Arn.split(':')[4] === caller.accountId || trustsPrincipal(role, callerArn(caller), caller.accountId)
    case 'role':
      return trustsPrincipal(role, caller.roleArn, caller.accountId)
    case 'user':
      return trustsPrincipal(role, caller.arn, caller.accountId)
  }
}

/** @throws AwsError MalformedPolicyDocument */
function sessionPolicy(text: string | undefined): PolicyDocument | undefined {
  const policy = text === undefined ? undefined : parsePolicy(text)
  if (text !== undefined && policy === undefined)
    throw new AwsError('MalformedPolicyDocument', 400, 'This policy contains invalid Json, or what the simulator does not know.')
  return policy
}
