import type { World } from '../world/world.ts'
import { iamOf, type AccessKey, type User } from './state.ts'

const SIGN_IN_SPAN_MS = 5 * 60_000
const KEY_SPAN_MS = 15 * 60_000

/** A person signs in. Of several sign-ins within five minutes IAM records the first. */
export function signIn(user: User, now: Date): void {
  if (user.LoginProfile === undefined) throw new Error(`${user.UserName} has no password and cannot sign in.`)
  if (isNews(user.PasswordLastUsed, now, SIGN_IN_SPAN_MS)) user.PasswordLastUsed = now
}

/** A program uses a key. Of several uses within fifteen minutes IAM records the first. */
export function useKey(key: AccessKey, now: Date, ServiceName: string, Region: string): void {
  if (key.Status !== 'Active') throw new Error(`${key.AccessKeyId} is inactive and cannot be used.`)
  if (isNews(key.LastUsed?.Date, now, KEY_SPAN_MS)) key.LastUsed = { Date: now, ServiceName, Region }
}

/** A program uses a key of whichever account. @throws where the key is inactive or unknown */
export function useKeyOfAny(
  world: World,
  accessKeyId: string,
  { service, region }: { readonly service: string; readonly region: string },
): void {
  const [owner] = world.accounts.flatMap((account) => iamOf(account).ownerOfKey(accessKeyId) ?? [])
  const key = owner?.AccessKeys.find(({ AccessKeyId }) => AccessKeyId === accessKeyId)
  if (key === undefined) throw new Error(`There is no access key ${accessKeyId}.`)
  useKey(key, world.clock.now(), service, region)
}

const isNews = (recorded: Date | undefined, now: Date, spanMs: number): boolean =>
  recorded === undefined || now.getTime() - recorded.getTime() >= spanMs
