import type { Claim } from '../ledger/claim.ts'

/**
 * What AWS itself says of a user's way to all of IAM (S11). `all`: each of the rights is plainly allowed on every resource. `none`: each is plainly denied.
 * `unclear`: anything else, also what could not be told.
 */
export type Power = 'all' | 'none' | 'unclear'

/** The credentials that let a user in now, and those of them that this run would leave in any case: in use, or the user is excluded. */
export type Ways = { readonly live: readonly string[]; readonly staying: readonly string[] }

type Taken = Pick<Claim, 'userId' | 'credential'>

/** Whether a user can get in by one more than the credential that is to be taken. What is claimed counts as gone. */
export const hasAnother = ({ userId, credential }: Taken, { live }: Ways, taken: readonly Taken[]): boolean =>
  live.some((each) => each !== credential && !isTaken(userId, each, taken))

/**
 * Whether another user is a way in that stays. Of several that this run would take itself the first by user id is the keeper; any other rule were as safe, and this one
 * is the same for all who judge alike.
 */
export const isWayIn = (userId: string, { live, staying }: Ways, subjectId: string, taken: readonly Taken[]): boolean =>
  (userId < subjectId ? live : staying).some((each) => !isTaken(userId, each, taken))

const isTaken = (userId: string, credential: string, taken: readonly Taken[]): boolean =>
  taken.some((claim) => claim.userId === userId && claim.credential === credential)
