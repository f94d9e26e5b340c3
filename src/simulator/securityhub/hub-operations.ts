import { EnableSecurityHub$, type EnableSecurityHubRequest } from '@aws-sdk/client-securityhub'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'
import { hubOf, invalidInput } from './state.ts'

/** There are no standards here: what would enable them says that it shall not. */
export const hubOperations = [
  operation(EnableSecurityHub$, ['EnableDefaultStandards=false'], ({ EnableDefaultStandards }: EnableSecurityHubRequest, { place }) => {
    if (EnableDefaultStandards !== false)
      throw invalidInput('The simulator has no standards of Security Hub: give EnableDefaultStandards, false.')
    const hub = hubOf(place)
    if (hub.enabled) throw new AwsError('ResourceConflictException', 409, 'Account is already subscribed to Security Hub')
    hub.enabled = true
  }),
]
