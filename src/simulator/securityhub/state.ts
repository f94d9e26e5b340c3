import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub'
import { AwsError } from '../world/aws-error.ts'
import { perRegion, type Place } from '../world/world.ts'

type Hub = { enabled: boolean; /** By product and id. */ readonly findings: Map<string, AwsSecurityFinding> }

/** Of an account in a Region; nobody has it from the beginning. */
export const hubOf = perRegion((): Hub => ({ enabled: false, findings: new Map() }))

export const notSubscribed = ({ accountId }: Place): string => `Account ${accountId} is not subscribed to AWS Security Hub`

/** @throws InvalidAccessException where Security Hub is not enabled */
export function enabledHub(place: Place): Hub {
  const hub = hubOf(place)
  if (!hub.enabled) throw new AwsError('InvalidAccessException', 401, notSubscribed(place))
  return hub
}

export const invalidInput = (message: string): AwsError => new AwsError('InvalidInputException', 400, message)
