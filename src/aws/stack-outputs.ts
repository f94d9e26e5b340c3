import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { clientSettings } from './client-settings.ts'
import { present } from './present.ts'

/** What a stack says of itself, by the names of its outputs. @returns undefined where there is no such stack in this Region */
export async function stackOutputs(StackName: string): Promise<ReadonlyMap<string, string> | undefined> {
  try {
    const { Stacks } = await new CloudFormationClient(clientSettings()).send(new DescribeStacksCommand({ StackName }))
    const outputs = present(Stacks?.[0], 'Stacks').Outputs ?? []
    return new Map(outputs.map(({ OutputKey, OutputValue }) => [present(OutputKey, 'OutputKey'), present(OutputValue, 'OutputValue')]))
  } catch (error) {
    // CloudFormation has no code of its own for it.
    if (error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message)) return undefined
    throw error
  }
}
