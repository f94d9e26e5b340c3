import type { Client } from './client-settings.ts'

type Retry = (token: unknown, error: { readonly errorType?: string }) => Promise<unknown>

/** Be told each time that AWS throttles a call of a client, which is then tried again later. */
export function whenThrottled({ config }: Client, tell: () => void): void {
  const strategyOf = config.retryStrategy
  const told = new WeakSet<object>()
  config.retryStrategy = async () => {
    const strategy = await strategyOf()
    if (!told.has(strategy)) {
      told.add(strategy)
      listenTo(strategy as { refreshRetryTokenForRetry: Retry }, tell)
    }
    return strategy
  }
}

function listenTo(strategy: { refreshRetryTokenForRetry: Retry }, tell: () => void): void {
  const retry = strategy.refreshRetryTokenForRetry.bind(strategy)
  strategy.refreshRetryTokenForRetry = (token, error) => {
    if (error.errorType === 'THROTTLING') tell()
    return retry(token, error)
  }
}
