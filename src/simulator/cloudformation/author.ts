import { AwsError } from '../world/aws-error.ts'
import type { Caller } from '../world/caller.ts'
import type { Place } from '../world/world.ts'

/** Who has a stack made, changed or deleted, and where. Each call for it is theirs: with their rights, and logged as theirs. */
export type Author = { readonly place: Place; readonly caller: Caller }

/** Make a call as the author. The only cast from its answer to its shape. */
export const call = async <Answer = undefined>({ place, caller }: Author, operation: string, input: object): Promise<Answer> =>
  (await place.perform(operation, input, caller)) as Answer

/** Make a call that removes something. What is gone already (one of these error codes) needs no removing. */
export async function remove(author: Author, operation: string, input: object, gone: readonly string[]): Promise<void> {
  try {
    await call(author, operation, input)
  } catch (error) {
    if (!isRefusal(error, gone)) throw error
  }
}

export const isRefusal = (error: unknown, codes: readonly string[]): boolean => error instanceof AwsError && codes.includes(error.code)

/** Go on with what was just made. Where that fails, it is taken away again, as far as the author may. */
export async function orTakeAway<T>(goOn: () => Promise<T>, takeAway: () => Promise<void>): Promise<T> {
  try {
    return await goOn()
  } catch (error) {
    await takeAway().catch((another: unknown) => {
      if (!(another instanceof AwsError)) throw another
    })
    throw error
  }
}
