import { alarmsOf, type AlarmState } from './cloudwatch/state.ts'
import { iamOf, type CredentialChange } from './iam/state.ts'
import { userNow, type UserNow } from './iam/user-now.ts'
import { logGroupsOf } from './logs/state.ts'
import type { Place } from './world/world.ts'

/** What whoever holds the simulator sees of an account in a Region, without a call. */
export type View = {
  /** The users as they are now, by name, and what they have to get in with. */
  readonly users: readonly UserNow[]
  /** What changed in users' credentials, in order. */
  readonly changes: readonly CredentialChange[]
  readonly logGroupNames: readonly string[]
  /** The alarms of CloudWatch, by name: how each stands, why, and since when. */
  readonly alarms: ReadonlyMap<string, { readonly state: AlarmState; readonly reason: string; readonly since: Date }>
}

/** As it is whenever it is looked at. */
export const viewOf = (place: Place): View => ({
  get users() {
    return iamOf(place)
      .sortedUsers()
      .map((user) => userNow(user))
  },
  get changes() {
    return iamOf(place).changes
  },
  get logGroupNames() {
    return [...logGroupsOf(place).keys()]
  },
  get alarms() {
    return alarmsOf(place)
  },
})
