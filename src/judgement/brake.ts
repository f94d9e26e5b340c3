/** Below this many users the brake never acts (S9): a small account may well be all stale. */
export const BRAKE_FLOOR = 10

/** Whether so many users would lose a credential that nobody should without asking (S9). */
export const brakeActs = (nonCompliant: number, users: number, brakePercent: number): boolean =>
  nonCompliant > BRAKE_FLOOR && nonCompliant * 100 > users * brakePercent
