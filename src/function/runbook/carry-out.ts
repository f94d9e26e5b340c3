import { randomUUID } from 'node:crypto'
import type { Door } from '../door.ts'
import { tell } from '../tell.ts'
import { readEarlier } from '../earlier.ts'
import { readExclusionLists } from '../exclusion-list.ts'
import { log } from '../log.ts'
import type { Settings } from '../settings.ts'
import { assumedFor } from '../../aws/assume-role.ts'
import { describeError } from '../../aws/errors.ts'
import { findUser } from '../../aws/find-user.ts'
import { iamPower } from '../../aws/iam-power.ts'
import { iamRevoker } from '../../aws/iam-revoker.ts'
import { BRAKE_FLOOR } from '../../judgement/brake.ts'
import { brakeRoom } from '../../judgement/brake-room.ts'
import { isTaken, type Revocation } from '../../revocation/outcome.ts'
import { revokeUser } from '../../revocation/revoke-user.ts'
import { rulesOf } from '../../revocation/rules.ts'
import { waysInOf } from '../../revocation/ways-in.ts'
import { collect } from '../../stream/map-concurrently.ts'
import { answerOf, doneWithout, sentenceOf, type Answer } from './answer.ts'
import { parseOrder } from './order.ts'

/**
 * Revoke what is unused of the user of an order, guarded: the exclusions are read anew (unreadable: nothing is touched), the user is found by id, everything is
 * judged by what is live now, by the function's own limit. Never rejects: what stands in the way is the answer's reason.
 */
export async function carryOut(event: unknown, settings: Settings, door: Door): Promise<Answer> {
  try {
    return await revoked(event, settings, door)
  } catch (error) {
    const reason = describeError(error)
    log.error({ message: 'The order was not carried out.', reason })
    return { outcome: 'failed', reason }
  }
}

async function revoked(event: unknown, settings: Settings, door: Door): Promise<Answer> {
  const { inventory, config, readParameter, outOfTime, notify, table, clock } = door
  const { ruleName, revokingRoleArn, limitDays, brakePercent } = settings
  const { userId, executionId } = parseOrder(event)
  const rules = async () =>
    rulesOf(
      await readExclusionLists(settings, () => readEarlier(ruleName, config, outOfTime), readParameter),
      inventory,
      limitDays,
      clock(),
    )
  const user = await findUser(userId, inventory, outOfTime)
  if (user === undefined) return doneWithout(`The user ${userId} no longer exists.`)
  const { arn, credentials } = await assumedFor(revokingRoleArn, executionId, user.arn)
  const revocations = await revokeUser(user, {
    inventory,
    revoker: iamRevoker({ credentials }),
    table,
    rules,
    waysIn: { ...waysInOf({ inventory, table, rules }, iamPower(outOfTime), () => collect(inventory.users(() => undefined))), table },
    errand: { by: arn, errand: executionId },
    now: clock,
    brakeRoom: { atLeast: BRAKE_FLOOR, here: async () => brakeRoom(await inventory.userCount(), brakePercent) },
    // By the revoking role's own policy.
    areTaggedDenied: true,
    newId: randomUUID,
  })
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
