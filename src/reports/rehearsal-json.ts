import type { Rehearsal } from '../rehearsal/rehearsal.ts'

/** One JSON document, for programs. Its shape is a promise: docs/rehearsal.md. */
export function rehearsalJson({ limitDays, rounds, changes, deadExclusions }: Rehearsal): string {
  const plain = rounds.map(({ at, evaluations, remediations }) => ({
    at,
    evaluations,
    remediations: remediations.map(({ userName, userId, state, steps }) => ({
      userName,
      userId,
      state,
      steps: steps.map(({ name, state: stepState }) => ({ name, state: stepState })),
    })),
  }))
  return JSON.stringify({ limitDays, rounds: plain, changes, deadExclusions }, undefined, 2)
}
