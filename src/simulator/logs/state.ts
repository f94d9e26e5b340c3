import { perRegion } from '../world/world.ts'

export type LogEvent = { readonly timestamp: number; readonly message: string }

export type LogGroup = {
  readonly logGroupName: string
  readonly arn: string
  readonly creationTime: number
  retentionInDays?: number
  readonly streams: Map<string, LogEvent[]>
  /** Of all events that are kept. */
  characters: number
}

/** By name. */
export const logGroupsOf = perRegion(() => new Map<string, LogGroup>())
