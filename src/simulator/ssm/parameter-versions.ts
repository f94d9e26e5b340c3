import type { ParameterType } from '@aws-sdk/client-ssm'
import { perRegion, type Place } from '../world/world.ts'

export type ParameterVersion = {
  readonly Name: string
  readonly Type: ParameterType
  readonly Value: string
  readonly Version: number
  readonly LastModifiedDate: Date
  readonly LastModifiedUser: string
  readonly Description?: string | undefined
  readonly AllowedPattern?: string | undefined
  /** Of a SecureString alone. */
  readonly KeyId?: string | undefined
  readonly Tier: 'Standard' | 'Advanced'
  readonly DataType: string
}

export type Tags = ReadonlyMap<string, string>

/** By name, each version, oldest first. */
export const parametersOf = perRegion(() => new Map<string, ParameterVersion[]>())

/** The tags of parameters, by their names. */
export const parameterTagsOf = perRegion(() => new Map<string, Tags>())

export const parameterArn = ({ region, accountId }: Place, name: string): string =>
  `arn:aws:ssm:${region}:${accountId}:parameter${name.startsWith('/') ? '' : '/'}${name}`
