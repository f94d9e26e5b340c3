/**
 * What every SDK client of ours is made with. IAM publishes no request rates, so a call that is throttled is tried again, later and
 * later, long enough to outlast a burst. Why not the SDK's adaptive mode: docs/decisions/0003-retries.md. AWS_MAX_ATTEMPTS, where set, wins.
 */
export const clientSettings = () => settingsFor(12)

export function settingsFor(maxAttempts: number) {
  return { retryMode: 'standard', ...(process.env['AWS_MAX_ATTEMPTS'] === undefined ? { maxAttempts } : {}) } as const
}
