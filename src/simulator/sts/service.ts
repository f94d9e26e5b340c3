import { AssumeRole$, GetCallerIdentity$, type AssumeRoleRequest } from '@aws-sdk/client-sts'
import { accessDenied } from '../faults.ts'
import { callerArn } from '../caller.ts'
import { operation, type Service } from '../operation.ts'
import { openSession } from './session.ts'

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
    operation(AssumeRole$, ({ RoleArn = '', RoleSessionName = '' }: AssumeRoleRequest, { aws, caller, now }) => {
      const role = aws.iam.roleByArn(RoleArn)
      if (role === undefined || caller.kind !== 'operator') throw accessDenied('sts:AssumeRole', callerArn(caller, aws.accountId), RoleArn)
      const { accessKeyId, secret } = openSession(aws.iam, role, RoleSessionName)
      const Expiration = new Date(now.getTime() + 3_600_000)
      return {
        Credentials: { AccessKeyId: accessKeyId, SecretAccessKey: secret, SessionToken: 'simulator', Expiration },
        AssumedRoleUser: {
          Arn: callerArn({ kind: 'role', role, sessionName: RoleSessionName }, aws.accountId),
          AssumedRoleId: `${role.RoleId}:${RoleSessionName}`,
        },
      }
    }),
  ],
}
