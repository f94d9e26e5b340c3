import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  paginateDescribeChangeSet,
  type Change as AwsChange,
  type Parameter,
} from '@aws-sdk/client-cloudformation'
import type { Change } from '../deployment/change.ts'
import { collect } from '../stream/map-concurrently.ts'
import { clientSettings } from './client-settings.ts'
import { present } from './present.ts'
import { wholeList } from './whole-list.ts'

export type Wanted = {
  readonly stackName: string
  readonly changeSetName: string
  readonly kind: 'create' | 'update'
  readonly templateBody: string
  readonly parameters: ReadonlyMap<string, string>
  /** Parameters that stay as the stack has them. */
  readonly kept: readonly string[]
}

export type ChangeSetNow = { readonly kind: 'pending' | 'ready' | 'no-changes' } | { readonly kind: 'failed'; readonly why: string }

/** What a template would do to a stack, as CloudFormation works it out; it waits to be carried out. */
export async function openChangeSet({ stackName, changeSetName, kind, templateBody, parameters, kept }: Wanted) {
  const client = new CloudFormationClient(clientSettings())
  const Parameters: Parameter[] = [
    ...[...parameters].map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    ...kept.map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true })),
  ]
  await client.send(
    new CreateChangeSetCommand({
      StackName: stackName,
      ChangeSetName: changeSetName,
      ChangeSetType: kind === 'create' ? 'CREATE' : 'UPDATE',
      TemplateBody: templateBody,
      Capabilities: ['CAPABILITY_IAM'],
      Parameters,
    }),
  )
  const named = { StackName: stackName, ChangeSetName: changeSetName }
  return { now, changes, execute, remove }

  async function now(): Promise<ChangeSetNow> {
    const { Status, StatusReason = '' } = await client.send(new DescribeChangeSetCommand(named))
    if (Status === 'CREATE_COMPLETE') return { kind: 'ready' }
    if (Status !== 'FAILED') return { kind: 'pending' }
    return /didn't contain changes|No updates are to be performed/.test(StatusReason)
      ? { kind: 'no-changes' }
      : { kind: 'failed', why: StatusReason }
  }

  async function changes(): Promise<readonly Change[]> {
    const pages = paginateDescribeChangeSet({ client }, named)
    const all = await collect(wholeList<'Changes', AwsChange>(pages, 'Changes'))
    return all.map(({ ResourceChange }) => {
      const { Action, LogicalResourceId, ResourceType, Replacement } = present(ResourceChange, 'ResourceChange')
      return {
        action: present(Action, 'Action') as Change['action'],
        logicalId: present(LogicalResourceId, 'LogicalResourceId'),
        type: present(ResourceType, 'ResourceType'),
        replaced: Replacement === 'True' ? 'yes' : Replacement === 'Conditional' ? 'perhaps' : 'no',
      }
    })
  }

  async function execute(): Promise<void> {
    await client.send(new ExecuteChangeSetCommand(named))
  }

  async function remove(): Promise<void> {
    await client.send(new DeleteChangeSetCommand(named))
  }
}
