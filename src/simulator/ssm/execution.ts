import type { Runbook, Step, StepOutputs } from './runbook.ts'
import { perRegion } from '../world/world.ts'

export type AutomationStatus = 'InProgress' | 'Success' | 'Failed'

/** A step as it stands in an execution. Steps that are never reached stay Pending. */
export type StepExecution = {
  readonly step: Step
  status: 'Pending' | AutomationStatus
  started?: Date
  ended?: Date
  outputs?: StepOutputs
  failure?: string
}

export type AutomationExecution = {
  readonly id: string
  readonly documentName: string
  readonly documentVersion: string
  readonly runbook: Runbook
  readonly parameters: Readonly<Record<string, string>>
  readonly executedBy: string
  readonly started: Date
  ended?: Date
  status: AutomationStatus
  readonly steps: readonly StepExecution[]
  failure?: string
}

/** By id, the oldest first. */
export const automationsOf = perRegion(() => new Map<string, AutomationExecution>())
