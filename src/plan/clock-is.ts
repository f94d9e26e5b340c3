import type { Credential } from '../judgement/credential.ts'
import { clockStart } from '../judgement/verdict.ts'
import type { PlanItem } from './plan.ts'

/** What the clock of a credential counts from. */
export function clockIs(credential: Credential): PlanItem['clockIs'] {
  const start = clockStart(credential)
  const { lastUse, restored } = credential
  if (lastUse.kind === 'at' && lastUse.instant === start) return 'last-use'
  return restored === start ? 'restart' : 'creation'
}
