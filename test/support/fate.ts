/** A failure that was ordered: of AWS, or the death of a program. */
export class Fault extends Error {}

/**
 * What becomes of a call. `refuse`: AWS says no. `drop`: nothing is done, and nobody can tell. `lose`: it is done, and its answer lost. `die`: it is done, and the program
 * ends there. A read that is not done fails.
 */
export type Fate = 'do' | 'refuse' | 'drop' | 'lose' | 'die'

/** Asked at each call, by name: it waits for its turn there, decides its fate, or ends the program by a `Fault`. */
export type Strike = (write: boolean, call: string) => Promise<Fate>

/** What a change comes to: refused, lost (it was not possible any more), unknown, or done. */
export function befall<T>(fate: Fate, isPossible: boolean, change: () => void, done: T, impossible: T) {
  if (fate === 'refuse') return { kind: 'refused' as const, why: 'AccessDenied' }
  if (fate === 'drop') return { kind: 'unknown' as const, why: 'throttled' }
  if (isPossible) change()
  if (fate === 'die') throw new Fault('dead')
  if (fate === 'lose') return { kind: 'unknown' as const, why: 'the answer was lost' }
  return isPossible ? done : impossible
}
