/** What the rule says when its brake closes: so many of so many users would be NON_COMPLIANT, more than so many percent. */
export type Brake = { readonly nonCompliant: number; readonly users: number; readonly percent: number }

/** Somebody who would have lost something but for the brake, and why. */
export type Hit = { readonly userName: string; readonly userId: string; readonly why: string }

/** The brake closed: nothing was evaluated. */
export class Braked extends Error {
  override readonly name = 'Braked'
  readonly brake: Brake
  readonly wouldHit: readonly Hit[]

  constructor(brake: Brake, wouldHit: readonly Hit[]) {
    super(`The brake closed: ${brake.nonCompliant} of ${brake.users} users would be NON_COMPLIANT, more than ${brake.percent} %.`)
    this.brake = brake
    this.wouldHit = wouldHit
  }
}

/** The brake that a run failed by; undefined for another error. */
export function brakedBy(error: string | undefined): Brake | undefined {
  const [, nonCompliant, users, percent] = /Brake: (\d+) of (\d+) users would be NON_COMPLIANT, more than (\d+) %/.exec(error ?? '') ?? []
  return percent === undefined ? undefined : { nonCompliant: Number(nonCompliant), users: Number(users), percent: Number(percent) }
}

/** The least percentage with which it would not have closed. */
export const enough = ({ nonCompliant, users }: Brake): number => Math.ceil((nonCompliant * 100) / users)
