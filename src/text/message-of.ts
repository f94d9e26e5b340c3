/** What was thrown, in its own words. */
export const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
