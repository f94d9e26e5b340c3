import { AwsError } from './aws-error.ts'

const ATTEMPTS = 5

/** Make a call as AWS's services do: again, where it was throttled or failed in passing. @throws what the last attempt throws */
export async function persistently<T>(call: () => Promise<T>, attempts = ATTEMPTS): Promise<T> {
  try {
    return await call()
  } catch (error) {
    const isPassing = error instanceof AwsError && (error.status >= 500 || error.code.startsWith('Throttling'))
    if (!isPassing || attempts <= 1) throw error
    return persistently(call, attempts - 1)
  }
}
