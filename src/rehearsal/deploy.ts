import { CreateStackCommand, DescribeStackEventsCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import type { Clients } from './clients.ts'

const STACK_NAME = 'IamUnusedUserCleanup'

export type Deployed = { readonly ruleName: string; readonly logGroupName: string }

/** Create the stack as `aws cloudformation deploy` would. @throws Error with CloudFormation's reason where it cannot be made */
export async function deploy(
  { cloudFormation }: Clients,
  templateBody: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Deployed> {
  const Parameters = Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }))
  await cloudFormation.send(
    new CreateStackCommand({ StackName: STACK_NAME, TemplateBody: templateBody, Parameters, Capabilities: ['CAPABILITY_IAM'] }),
  )
  const { Stacks: [stack] = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: STACK_NAME }))
  if (stack?.StackStatus !== 'CREATE_COMPLETE')
    throw new Error(`The stack ${STACK_NAME} is ${stack?.StackStatus}: ${await firstFailure(cloudFormation)}`)
  const output = (name: string): string => stack.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue ?? ''
  return { ruleName: output('ConfigRuleName'), logGroupName: output('LogGroupName') }
}

async function firstFailure(cloudFormation: Clients['cloudFormation']): Promise<string> {
  const { StackEvents = [] } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: STACK_NAME }))
  const failed = StackEvents.toReversed().find(({ ResourceStatus = '' }) => ResourceStatus.endsWith('_FAILED'))
  return `${failed?.LogicalResourceId}: ${failed?.ResourceStatusReason}`
}
