import { perRegion } from '../world/world.ts'

export type LogEvent = { readonly timestamp: number; readonly message: string; readonly ingestionTime: number }

export type LogStream = { readonly creationTime: number; readonly events: LogEvent[] }

export type LogGroup = {
  readonly logGroupName: string
  readonly arn: string
  readonly creationTime: number
  retentionInDays?: number
  readonly streams: Map<string, LogStream>
  /** Of all events that are kept. */
  characters: number
}

/** By name. */
export const logGroupsOf = perRegion(() => new Map<string, LogGroup>())
