import { AssumeRole$, GetCallerIdentity$, type AssumeRoleRequest } from '@aws-sdk/client-sts'
import { AwsError } from '../world/aws-error.ts'
import { accessDenied } from '../world/faults.ts'
import { callerArn } from '../world/caller.ts'
import { operation, type Service } from '../world/operation.ts'
import { parsePolicy, type PolicyDocument } from '../policy/policy-document.ts'
import { openSession, trustsRole } from './session.ts'

export const stsService: Service = {
  name: 'sts',
  protocol: 'query',
  version: '2011-06-15',
  xmlns: 'https://sts.amazonaws.com/doc/2011-06-15/',
  operations: [
    operation(GetCallerIdentity$, (_input: object, { aws, caller }) => ({
      Account: aws.accountId,
      Arn: callerArn(caller, aws.accountId),
      UserId: caller.kind === 'user' ? caller.user.UserId : 'AROASIMULATOR:simulator',
    })),
    operation(AssumeRole$, ({ RoleArn = '', RoleSessionName = '', Policy }: AssumeRoleRequest, { aws, caller, now }) => {
      const role = aws.iam.roleByArn(RoleArn)
      const trusted =
        caller.kind === 'operator' || (caller.kind === 'role' && role !== undefined && trustsRole(role, caller.role, aws.accountId))
      if (role === undefined || !trusted) throw accessDenied('sts:AssumeRole', callerArn(caller, aws.accountId), RoleArn)
      const policy = sessionPolicy(Policy)
      const within = caller.kind === 'role' ? { origin: caller.origin, policy } : undefined
      const { accessKeyId, secret } = openSession(aws.iam, role, RoleSessionName, within)
      const Expiration = new Date(now.getTime() + 3_600_000)
      return {
        Credentials: { AccessKeyId: accessKeyId, SecretAccessKey: secret, SessionToken: 'simulator', Expiration },
        AssumedRoleUser: {
          Arn: callerArn({ kind: 'role', role, sessionName: RoleSessionName, origin: accessKeyId, policy }, aws.accountId),
          AssumedRoleId: `${role.RoleId}:${RoleSessionName}`,
        },
      }
    }),
  ],
}

/** @throws AwsError MalformedPolicyDocument */
function sessionPolicy(text: string | undefined): PolicyDocument | undefined {
  const policy = text === undefined ? undefined : parsePolicy(text)
  if (text !== undefined && policy === undefined)
    throw new AwsError('MalformedPolicyDocument', 400, 'This policy contains invalid Json, or what the simulator does not know.')
  return policy
}
