import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { clientSettings } from './client-settings.ts'
import { present } from './present.ts'

/** Credentials of a role, narrowed to one user: whatever the role allows, the session can touch nobody else. `arn`: as whom they act. */
export async function assumedFor(roleArn: string, sessionName: string, userArn: string) {
  // A path may have what policies take for a pattern or a variable.
  if (/[*?$]/.test(userArn))
    throw new Error(`The path of ${userArn} has characters that a session policy would read as a pattern: nothing was done.`)
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: userArn }] })
  const { Credentials, AssumedRoleUser } = await new STSClient(clientSettings()).send(
    new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: sessionName, DurationSeconds: 900, Policy }),
  )
  return {
    arn: present(AssumedRoleUser?.Arn, 'AssumedRoleUser.Arn'),
    credentials: {
      accessKeyId: present(Credentials?.AccessKeyId, 'Credentials.AccessKeyId'),
      secretAccessKey: present(Credentials?.SecretAccessKey, 'Credentials.SecretAccessKey'),
      sessionToken: present(Credentials?.SessionToken, 'Credentials.SessionToken'),
    },
  }
}
