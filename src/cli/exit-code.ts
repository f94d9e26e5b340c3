/** 0 done, 1 failed or something stayed unknown, 2 wrong usage, 3 a check found what it looks for, 4 refused on purpose before anything changed, 130 interrupted. */
export const EXIT = { done: 0, failed: 1, usage: 2, found: 3, refused: 4, interrupted: 130 } as const
