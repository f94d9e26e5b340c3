import { perRegion } from '../world/world.ts'

export type ParameterVersion = {
  readonly Name: string
  readonly Type: 'String' | 'StringList' | 'SecureString'
  readonly Value: string
  readonly Version: number
  readonly LastModifiedDate: Date
  readonly LastModifiedUser: string
  readonly Description?: string | undefined
  readonly Tier: 'Standard' | 'Advanced'
}

/** By name, each version, oldest first. */
export const parametersOf = perRegion(() => new Map<string, ParameterVersion[]>())
