import type { Taken } from './revoker.ts'

/** What must be possible in an account to give back what was revoked. Nothing here rejects. */
export interface Restorer {
  activateKey(userName: string, id: string): Promise<Taken>
  /** A new password that must be changed at the first sign-in. */
  createPassword(userName: string, password: string): Promise<Taken>
  /** The same in the place of a password that nobody knows. */
  replacePassword(userName: string, password: string): Promise<Taken>
}
