import { decide } from '../policy/policy.ts'
import { readPolicy, type PolicyDocument } from '../policy/policy-document.ts'
import { AwsError } from '../world/aws-error.ts'
import { callerArn, type Caller } from '../world/caller.ts'
import { principalArn, principalKeys } from '../world/principal.ts'
import { perRegion, type Place } from '../world/world.ts'

/** The policies that topics were given, by ARN; without one a topic is for its own account. */
const policiesOf = perRegion(() => new Map<string, PolicyDocument>())

export const policyOf = (place: Place, topicArn: string): PolicyDocument | undefined => policiesOf(place).get(topicArn)

/** Empty text takes it away. @throws InvalidParameter */
export function setPolicy(place: Place, topicArn: string, text: string): void {
  if (text === '') return void policiesOf(place).delete(topicArn)
  const read = readPolicy(text)
  if (read.kind === 'malformed') throw new AwsError('InvalidParameter', 400, `Invalid parameter: Policy Error: ${read.why}`)
  policiesOf(place).set(topicArn, read.policy)
}

/**
 * Whether a topic lets somebody publish. Its own account is let in by its own policies, where the topic's does not deny; other accounts, and AWS's services once
 * there is a policy, by the topic's alone.
 * @throws AuthorizationError
 */
export function checkMayPublish(topic: Place, topicArn: string, caller: Caller): void {
  const policy = policyOf(topic, topicArn)
  const isService = caller.kind === 'principal'
  const isOwn = isService ? policy === undefined : caller.accountId === topic.accountId
  const decisions =
    policy === undefined ? [] : namesOf(caller).map((principal) => decide([policy], asked(topic, topicArn, caller, principal)))
  if (!decisions.includes('explicitDeny') && (isOwn || decisions.includes('allowed'))) return
  throw new AwsError(
    'AuthorizationError',
    403,
    `User: ${callerArn(caller)} is not authorized to perform: SNS:Publish on resource: ${topicArn} because no resource-based policy allows the SNS:Publish action`,
  )
}

function asked(topic: Place, resource: string, caller: Caller, principal: string) {
  const said = caller.kind === 'principal' ? { 'aws:sourceaccount': caller.sourceAccount, 'aws:sourcearn': caller.sourceArn } : {}
  const keys = Object.entries(said).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]))
  const context = new Map([...principalKeys(topic.world, caller), ...keys, ['aws:securetransport', 'true'] as const])
  return { action: 'sns:Publish', resource, principal, context }
}

const namesOf = (caller: Caller): readonly string[] =>
  caller.kind === 'principal'
    ? [caller.service]
    : [principalArn(caller), callerArn(caller), `arn:aws:iam::${caller.accountId}:root`, caller.accountId, '*']
