import { describeError } from '../aws/errors.ts'
import { parameterReader } from '../aws/exclusion-parameter.ts'
import { sharedWith } from '../aws/resource-shares.ts'
import { sharedEntries } from './exclusions-in-force.ts'
import { Refusal, type Io } from './io.ts'

type Where = { readonly accountId: string; readonly region: string; readonly organizationId: string }

/**
 * Before every account goes by a list: that it is there, can be read from here, and, where this account has it, is shared with the organization. What is not told is said.
 * @throws Refusal, Error
 */
export async function refuseUnsharedList(arn: string, { accountId, region, organizationId }: Where, io: Io): Promise<void> {
  const [, , , home, owner] = arn.split(':')
  if (home !== region)
    throw new Refusal(
      `The shared exclusion list ${arn} is in ${home}, and the accounts would be in ${region}: AWS shares a parameter within its own Region alone. Make it in ${region}, or say --region ${home}.`,
    )
  io.progress('Reading the shared exclusion list')
  await sharedEntries(arn, parameterReader(new AbortController().signal))
  if (owner !== accountId) return
  const principals = await sharedWith(arn).catch((error: unknown) => {
    io.note(
      `With whom the shared exclusion list ${arn} is shared is unknown (${describeError(error)}): grant ram:GetResourceShareAssociations. An account with which it is not judges nobody.`,
    )
    return undefined
  })
  if (principals === undefined || principals.some((each) => each.endsWith(`:organization/${organizationId}`))) return
  if (principals.length > 0)
    return io.note(
      `The shared exclusion list ${arn} is not shared with the whole organization, but with ${principals.join(', ')}. An account with which it is not judges nobody.`,
    )
  throw new Refusal(
    `The shared exclusion list ${arn} is shared with nobody: every account would judge nobody. Share it with the organization: aws ram create-resource-share --name iam-unused-user-cleanup --no-allow-external-principals --resource-arns ${arn} --principals ORGANIZATION_ARN (aws organizations describe-organization tells it).`,
  )
}
