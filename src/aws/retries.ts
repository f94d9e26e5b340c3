import { isClockSkewError, isTransientError, StandardRetryStrategy } from '@smithy/core/retry'
import type { RetryErrorInfo, StandardRetryToken } from '@smithy/types'

type SdkError = Parameters<typeof isTransientError>[0]

/**
 * The SDK's own tries, but for those that it makes for the clock's sake: on a machine whose clock is off by four minutes or more it takes each error that AWS answers for the
 * clock's, that there is no such thing too, and would ask again and again. Here only what may come of the clock is asked again, and once: by then the clock is put right.
 */
export class Retries extends StandardRetryStrategy {
  override async refreshRetryTokenForRetry(token: StandardRetryToken, told: RetryErrorInfo): Promise<StandardRetryToken> {
    const { error, errorType } = told
    const isForTheClock = errorType === 'TRANSIENT' && error !== undefined && !isTransientError(withoutClock(error as SdkError))
    if (isForTheClock && (token.getRetryCount() > 0 || !isClockSkewError(error as SdkError))) throw error
    return super.refreshRetryTokenForRetry(token, told)
  }
}

/** The same error, had the SDK not taken it for the clock's. */
const withoutClock = (error: SdkError): SdkError =>
  Object.create(error, { $metadata: { value: { ...error.$metadata, clockSkewCorrected: undefined } } }) as SdkError
