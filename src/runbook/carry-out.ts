import type { Door } from '../config-rule/evaluate.ts'
import { tell } from '../config-rule/digest.ts'
import { readEarlier } from '../config-rule/earlier.ts'
import { readExclusionList } from '../config-rule/exclusion-list.ts'
import { log } from '../config-rule/log.ts'
import type { Settings } from '../config-rule/settings.ts'
import { assumedFor } from '../aws/assume-role.ts'
import { describeError } from '../aws/errors.ts'
import { iamRevoker } from '../aws/iam-revoker.ts'
import { groupsNamed } from '../exclusions/list.ts'
import { readGroups } from '../inventory/survey.ts'
import type { Instant } from '../judgement/instant.ts'
import { isTaken, type Revocation } from '../revocation/outcome.ts'
import { revokeUser } from '../revocation/revoke-user.ts'
import { collect } from '../stream/map-concurrently.ts'
import { answerOf, doneWithout, sentenceOf, type Answer } from './answer.ts'
import { parseOrder } from './order.ts'

/**
 * Revoke what is unused of the user of an order, guarded: the exclusions are read anew (unreadable: nothing is touched), the user is found by id, everything is
 * judged by what is live now, by the function's own limit. Never rejects: what stands in the way is the answer's reason.
 */
export async function carryOut(event: unknown, now: Instant, settings: Settings, door: Door): Promise<Answer> {
  try {
    return await revoked(event, now, settings, door)
  } catch (error) {
    const reason = describeError(error)
    log.error({ message: 'The order was not carried out.', reason })
    return { outcome: 'failed', reason }
  }
}

async function revoked(event: unknown, now: Instant, settings: Settings, { inventory, config, outOfTime, notify }: Door): Promise<Answer> {
  const { exclusionParameter, ruleName, revokingRoleArn, limitDays } = settings
  const { userId, executionId } = parseOrder(event)
  const entries = await readExclusionList(exclusionParameter, () => readEarlier(ruleName, config, outOfTime), outOfTime)
  const everybody = await collect(inventory.users())
  const user = everybody.find((each) => each.userId === userId)
  if (user === undefined) return doneWithout(`The user ${userId} no longer exists.`)
  const groupsOf = await readGroups(inventory, groupsNamed(entries))
  const revoker = iamRevoker({ credentials: await assumedFor(revokingRoleArn, executionId, user.arn) })
  const revocations = await revokeUser(user, groupsOf(user), { inventory, revoker, everybody }, { entries, limitDays, now, outOfTime })
  log.info({ message: 'revocation', userName: user.userName, userId, executionId, outcomes: revocations.map((each) => sentenceOf(each)) })
  return answerOf(user.userName, revocations, await untold(user.userName, revocations, notify))
}

/** One message, where something was taken, with the command that gives it back. @returns why it could not be sent */
async function untold(userName: string, revocations: readonly Revocation[], notify: Door['notify']): Promise<string> {
  const taken = revocations.filter((each) => isTaken(each))
  if (taken.length === 0) return ''
  const lines = [`Of ${userName}:`, ...taken.map((each) => `- ${sentenceOf(each)}`), `To give it back: iam-cleanup restore ${userName}`]
  const told = await tell(notify, `IAM credentials revoked: ${userName}`, lines)
  return typeof told === 'object' ? told.why : ''
}
