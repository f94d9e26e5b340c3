import type { DescribeStackEventsOutput, DescribeStacksOutput, Parameter, StackEvent } from '@aws-sdk/client-cloudformation'
import { AwsError } from '../world/aws-error.ts'
import type { Caller } from '../world/caller.ts'
import { persistently } from '../world/persistent.ts'
import { randomUuid } from '../world/random.ts'
import type { Place } from '../world/world.ts'
import type { Instance, SetOperation, StackSet } from './state.ts'

/** What came of one stack; undefined where all is well. */
type Failure = { readonly why: string } | undefined

/** As whom CloudFormation works in a member: by a role that it made there. */
const worker = ({ id }: StackSet, { accountId }: Instance): Caller => ({
  kind: 'service',
  accountId,
  roleName: `stacksets-exec-${id.split(':').at(-1)?.replaceAll('-', '')}`,
  sessionName: 'AWSCloudFormation',
})

/** Make, update or delete the stack of an instance, by calls in its account. */
export async function carryOut(set: StackSet, instance: Instance, { action, retainStacks }: SetOperation): Promise<Failure> {
  try {
    if (action === 'DELETE') return retainStacks ? undefined : await deleteStack(set, instance)
    const status = await statusOf(set, instance)
    if (status === undefined || status === 'DELETE_COMPLETE') return await createStack(set, instance)
    if (!/^(ROLLBACK|CREATE_FAILED|DELETE_FAILED)/.test(status)) return await updateStack(set, instance)
    return (await deleteStack(set, instance)) ?? (await createStack(set, instance))
  } catch (error) {
    if (error instanceof AwsError) return { why: error.message }
    throw error
  }
}

async function createStack(set: StackSet, instance: Instance): Promise<Failure> {
  const StackName = `StackSet-${set.name}-${randomUuid(set.place.random)}`
  const { StackId } = await call<{ StackId: string }>(set, instance, 'CreateStack', { StackName, ...wanted(set, instance) })
  instance.stackId = StackId
  return judged(set, instance, 'CREATE_COMPLETE')
}

async function updateStack(set: StackSet, instance: Instance): Promise<Failure> {
  try {
    await call(set, instance, 'UpdateStack', { StackName: instance.stackId, ...wanted(set, instance) })
  } catch (error) {
    if (error instanceof AwsError && error.message === 'No updates are to be performed.') return undefined
    throw error
  }
  return judged(set, instance, 'UPDATE_COMPLETE')
}

async function deleteStack(set: StackSet, instance: Instance): Promise<Failure> {
  if ((await statusOf(set, instance)) === undefined) return undefined
  await call(set, instance, 'DeleteStack', { StackName: instance.stackId })
  return judged(set, instance, 'DELETE_COMPLETE')
}

const wanted = ({ templateBody, parameters, capabilities }: StackSet, { overrides }: Instance) => ({
  TemplateBody: templateBody,
  Parameters: merged(parameters, overrides),
  Capabilities: capabilities,
})

/** The set's values, with those of the instance in their places. */
function merged(parameters: readonly Parameter[], overrides: readonly Parameter[]): readonly Parameter[] {
  const values = new Map([...parameters, ...overrides].map(({ ParameterKey = '', ParameterValue }) => [ParameterKey, ParameterValue]))
  return [...values].map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }))
}

/** Undefined where there is no stack. */
async function statusOf(set: StackSet, instance: Instance): Promise<string | undefined> {
  if (instance.stackId === undefined) return undefined
  const { Stacks: [stack] = [] } = await call<DescribeStacksOutput>(set, instance, 'DescribeStacks', { StackName: instance.stackId })
  return stack?.StackStatus
}

async function judged(set: StackSet, instance: Instance, good: string): Promise<Failure> {
  const status = await statusOf(set, instance)
  if (status?.startsWith(good)) return undefined
  const { StackEvents = [] } = await call<DescribeStackEventsOutput>(set, instance, 'DescribeStackEvents', { StackName: instance.stackId })
  // The latest first, back to where this operation began.
  const isOfStack = (event: StackEvent): boolean => event.PhysicalResourceId === instance.stackId
  const began = StackEvents.findIndex((event) => isOfStack(event) && event.ResourceStatusReason === 'User Initiated')
  const failed = StackEvents.slice(0, began).findLast((event) => event.ResourceStatus?.endsWith('_FAILED') && !isOfStack(event))
  if (failed === undefined) return { why: `The stack is ${status}.` }
  const { LogicalResourceId, ResourceType, ResourceStatusReason } = failed
  return { why: `ResourceLogicalId:${LogicalResourceId}, ResourceType:${ResourceType}, ResourceStatusReason:${ResourceStatusReason}` }
}

function call<Answer>(set: StackSet, instance: Instance, name: string, input: object): Promise<Answer> {
  const there: Place = set.place.world.place(instance.accountId, instance.region)
  return persistently(() => there.perform<Answer>(`cloudformation:${name}`, input, worker(set, instance)))
}
