import type { User } from './state.ts'

/** A user as whoever holds the simulator sees it, without a call. */
export type UserNow = {
  readonly userName: string
  readonly userId: string
  readonly password: boolean
  /** By id. */
  readonly accessKeys: readonly { readonly id: string; readonly status: 'Active' | 'Inactive' }[]
}

export const userNow = ({ UserName, UserId, LoginProfile, AccessKeys }: User): UserNow => ({
  userName: UserName,
  userId: UserId,
  password: LoginProfile !== undefined,
  accessKeys: AccessKeys.map(({ AccessKeyId, Status }) => ({ id: AccessKeyId, status: Status })).toSorted((one, other) =>
    one.id < other.id ? -1 : 1,
  ),
})

export const tagsOf = ({ Tags }: User): ReadonlyMap<string, string> => new Map(Tags.map(({ Key, Value }) => [Key, Value]))
