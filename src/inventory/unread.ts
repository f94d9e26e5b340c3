import type { UnreadUser } from './inventory.ts'

/** Whether a row of IAM's list of users that cannot be read may be the user of an id. */
export const mayBe = ({ userId }: UnreadUser, id: string): boolean => userId === id || userId === ''
