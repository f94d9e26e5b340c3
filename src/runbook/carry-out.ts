import type { Door } from '../config-rule/evaluate.ts'
import { readEarlier } from '../config-rule/earlier.ts'
import { readExclusionList } from '../config-rule/exclusion-list.ts'
import { log } from '../config-rule/log.ts'
import type { Settings } from '../config-rule/settings.ts'
import { tell } from '../config-rule/tell.ts'
import { assumedFor } from '../aws/assume-role.ts'
import { iamRevoker } from '../aws/iam-revoker.ts'
import { groupsNamed } from '../exclusions/list.ts'
import { readGroups } from '../inventory/survey.ts'
import { isTaken, type Revocation } from '../revocation/outcome.ts'
import { revokeUser } from '../revocation/revoke-user.ts'
import { collect } from '../stream/map-concurrently.ts'
import { answerOf, sentenceOf } from './answer.ts'
import type { Order } from './order.ts'

/**
 * Revoke what is unused of the user of an order, guarded: the exclusions are read anew (unreadable: nothing is touched), the user is found by id, everything is
 * judged by what is live now.
 * @throws Error where nothing may be done, and where AWS refused something or its answer is unknown
 */
export async function carryOut(order: Order, settings: Settings, { inventory, config, outOfTime, notify }: Door): Promise<object> {
  const { userId, ruleName, executionId, limitDays, now } = order
  const earlier = readEarlier(ruleName, config)
  try {
    const entries = await readExclusionList(settings.exclusionParameter, earlier, outOfTime)
    const everybody = await collect(inventory.users())
    const user = everybody.find((each) => each.userId === userId)
    if (user === undefined) return { output: `The user ${userId} no longer exists.`, http_responses: { DeactivateUnusedKeysResponse: [] } }
    const groupsOf = await readGroups(inventory, groupsNamed(entries))
    const revoker = iamRevoker({ credentials: await assumedFor(settings.revokingRoleArn, executionId, user.arn) })
    const revocations = await revokeUser(user, groupsOf(user), { inventory, revoker, everybody }, { entries, limitDays, now, outOfTime })
    log.info({ message: 'revocation', userName: user.userName, userId, executionId, outcomes: revocations.map((each) => sentenceOf(each)) })
    await tellOf(user.userName, revocations, notify)
    return answerOf(user.userName, revocations)
  } finally {
    await earlier
  }
}

/** One message, where something was taken, with the command that gives it back. */
async function tellOf(userName: string, revocations: readonly Revocation[], notify: Door['notify']): Promise<void> {
  const taken = revocations.filter((each) => isTaken(each))
  const lines = taken.map((each) => `- ${sentenceOf(each)}`)
  if (taken.length > 0)
    await tell(notify, `IAM credentials revoked: ${userName}`, [
      `Of ${userName}:`,
      ...lines,
      `To give it back: iam-cleanup restore ${userName}`,
    ])
}
