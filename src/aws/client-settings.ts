/**
 * What every SDK client of ours is made with. IAM publishes no request rates, so the SDK slows itself down when refused
 * (adaptive mode), and tries long enough to outlast a burst. AWS_MAX_ATTEMPTS, where set, wins.
 */
export const clientSettings = {
  retryMode: 'adaptive',
  ...(process.env['AWS_MAX_ATTEMPTS'] === undefined ? { maxAttempts: 8 } : {}),
} as const
