/** 0 done, 1 failed, 2 wrong usage, 3 done and unused credentials were found. */
export const EXIT = { done: 0, failed: 1, usage: 2, found: 3 } as const
