import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { ConfigServiceClient } from '@aws-sdk/client-config-service'
import type { Simulator } from '../simulator/index.ts'

/** Ordinary SDK clients that reach the simulator as the operator of its account. */
export function clientsOf({ endpoint, region }: Simulator) {
  const settings = { endpoint, region, credentials: { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' } }
  return {
    cloudFormation: new CloudFormationClient(settings),
    config: new ConfigServiceClient(settings),
    logs: new CloudWatchLogsClient(settings),
  }
}

export type Clients = ReturnType<typeof clientsOf>
