/** Below this many users the brake never acts (S9): a small account may well be all stale. */
const BRAKE_FLOOR = 10

/** Whether so many users would lose a credential that nobody should without asking (S9). */
export const brakeActs = (nonCompliant: number, users: number, brakePercent: number): boolean =>
  nonCompliant > BRAKE_FLOOR && nonCompliant * 100 > users * brakePercent

/** How many users may lose a credential in a day before the brake acts (S9). */
export const brakeRoom = (users: number, brakePercent: number): number => Math.max(BRAKE_FLOOR, Math.floor((users * brakePercent) / 100))
