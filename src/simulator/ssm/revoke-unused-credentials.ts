import type { GetAccessKeyLastUsedResponse, GetLoginProfileResponse, GetUserResponse, ListAccessKeysResponse } from '@aws-sdk/client-iam'
import type { ListDiscoveredResourcesResponse } from '@aws-sdk/client-config-service'
import { AwsError } from '../world/aws-error.ts'
import type { Runbook, Script } from './runbook.ts'

const DAY_MS = 86_400_000
const STEP = 'RevokeUnusedIAMUserCredentialsAndVerify'
/** As the article's execution shows it. */
const TAKES_MS = 13_292

/**
 * A stand-in for the AWS-owned runbook, written from its documented behaviour and AWS's published local copies of it: it judges by its
 * own clock (the last use alone, where there is one), all keys of the user, Active or not, and the password; it knows no exclusions.
 */
export const revokeUnusedCredentials: Runbook = {
  description: 'Revokes unused IAM passwords and active access keys.',
  parameters: {
    AutomationAssumeRole: { pattern: '^arn:(?:aws|aws-us-gov|aws-cn):iam::\\d{12}:role/[\\w+=,.@/-]+$' },
    IAMResourceId: { pattern: '^[\\w+=,.@_-]{1,128}$' },
    MaxCredentialUsageAge: {
      pattern:
        '^(\\b([0-9]|[1-8][0-9]|9[0-9]|[1-8][0-9]{2}|9[0-8][0-9]|99[0-9]|[1-8][0-9]{3}|9[0-8][0-9]{2}|99[0-8][0-9]|999[0-9]|10000)\\b)$',
      default: '90',
    },
  },
  assumeRole: 'AutomationAssumeRole',
  steps: [
    {
      name: STEP,
      action: 'aws:executeScript',
      timeoutSeconds: 600,
      isEnd: true,
      takesMs: TAKES_MS,
      run: async (script) => {
        const Payload = await run(script)
        return { Payload, OutputPayload: JSON.stringify({ Payload }), Output: Payload }
      },
    },
  ],
  outputs: [`${STEP}.Output`],
}

async function run({ parameters, now, ask, requestId }: Script): Promise<unknown> {
  const limitDays = Number(parameters['MaxCredentialUsageAge'])
  const isOld = (date: Date | undefined): boolean =>
    date !== undefined && Math.floor((now().getTime() - date.getTime()) / DAY_MS) >= limitDays
  const UserName = await userNameOf(parameters['IAMResourceId'] ?? '')
  const DeactivateUnusedKeysResponse = await deactivateOldKeys()
  const deleted = await deleteOldPassword()
  await verify(
    DeactivateUnusedKeysResponse.map(({ AccessKeyId }) => AccessKeyId),
    deleted,
  )
  return {
    output: 'Verification of unused IAM User credentials is successful.',
    http_responses: { DeactivateUnusedKeysResponse, ...(deleted ? { DeleteUnusedPasswordResponse: response() } : {}) },
  }

  async function userNameOf(resourceId: string): Promise<string> {
    const found = await ask<ListDiscoveredResourcesResponse>('config:ListDiscoveredResources', {
      resourceType: 'AWS::IAM::User',
      resourceIds: [resourceId],
    })
    const name = found.resourceIdentifiers?.[0]?.resourceName
    if (name === undefined) throw new Error('IndexError: list index out of range')
    return name
  }

  async function deactivateOldKeys() {
    const responses: { AccessKeyId: string; Response: unknown }[] = []
    const { AccessKeyMetadata = [] } = await ask<ListAccessKeysResponse>('iam:ListAccessKeys', { UserName })
    for (const { AccessKeyId = '', CreateDate } of AccessKeyMetadata) {
      const { AccessKeyLastUsed } = await ask<GetAccessKeyLastUsedResponse>('iam:GetAccessKeyLastUsed', { AccessKeyId })
      if (!isOld(AccessKeyLastUsed?.LastUsedDate ?? CreateDate)) continue
      await ask('iam:UpdateAccessKey', { UserName, AccessKeyId, Status: 'Inactive' })
      responses.push({ AccessKeyId, Response: response() })
    }
    return responses
  }

  async function deleteOldPassword(): Promise<boolean> {
    const { User } = await ask<GetUserResponse>('iam:GetUser', { UserName })
    const profile = await loginProfile()
    if (profile === undefined || !isOld(User?.PasswordLastUsed ?? profile.CreateDate)) return false
    await ask('iam:DeleteLoginProfile', { UserName })
    return true
  }

  async function loginProfile() {
    try {
      return (await ask<GetLoginProfileResponse>('iam:GetLoginProfile', { UserName })).LoginProfile
    } catch (error) {
      if (error instanceof AwsError && error.code === 'NoSuchEntity') return undefined
      throw error
    }
  }

  async function verify(keyIds: readonly string[], passwordDeleted: boolean): Promise<void> {
    const { AccessKeyMetadata = [] } = await ask<ListAccessKeysResponse>('iam:ListAccessKeys', { UserName })
    const stillActive = AccessKeyMetadata.filter(({ AccessKeyId = '', Status }) => keyIds.includes(AccessKeyId) && Status !== 'Inactive')
    if (stillActive.length > 0) throw new Error(`VERIFICATION FAILED. ACCESS KEY ${stillActive[0]?.AccessKeyId} IS STILL ACTIVE.`)
    if (passwordDeleted && (await loginProfile()) !== undefined) throw new Error('VERIFICATION FAILED. LOGIN PROFILE IS NOT DELETED.')
  }

  function response() {
    const id = requestId()
    const HTTPHeaders = { date: now().toUTCString(), 'x-amzn-requestid': id, 'content-type': 'text/xml', 'content-length': '216' }
    return { ResponseMetadata: { RequestId: id, HTTPStatusCode: 200, HTTPHeaders, RetryAttempts: 0 } }
  }
}
