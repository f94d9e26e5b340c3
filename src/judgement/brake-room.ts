import { BRAKE_FLOOR } from './brake.ts'

/** How many users may lose a credential in a day before the brake acts (S9). */
export const brakeRoom = (users: number, brakePercent: number): number => Math.max(BRAKE_FLOOR, Math.floor((users * brakePercent) / 100))
