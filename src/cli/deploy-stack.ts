import { openChangeSet, type ChangeSetNow } from '../aws/change-set.ts'
import { deleteStack, releaseOf, stackNamed } from '../aws/stack.ts'
import { readiness, type StackNow } from '../deployment/stack.ts'
import { deploymentText } from '../reports/deployment-text.ts'
import { chosenParameters, type ParameterOptions } from './deployment-parameters.ts'
import { exclusionsInForce } from './exclusions-in-force.ts'
import { firstVerdicts } from './first-verdicts.ts'
import { followStack, knownEvents } from './follow-stack.ts'
import { declined, Refusal, UsageError, type Io } from './io.ts'
import { reached } from './reached.ts'
import { refuseUnfitPlace } from './refuse-unfit-place.ts'
import { releaseIn, shippedTemplate } from './shipped-template.ts'
import { seen } from './waits.ts'

export type DeployOptions = ParameterOptions & {
  readonly stackName: string
  /** Where to look for another stack; undefined for everywhere. */
  readonly regions: readonly string[] | undefined
  readonly dryRun: boolean
  readonly yes: boolean
}

const CHANGE_SET_MS = 120_000
const REMOVAL_MS = 600_000

/** @throws Refusal before anything was changed; UsageError for parameters; Error for a deployment or first evaluation that failed */
export async function deployStack(options: DeployOptions, io: Io): Promise<void> {
  const { stackName, regions, dryRun } = options
  const here = await reached(io)
  here.sayWrongClock()
  await refuseUnfitPlace({ region: here.region, stackName, regions }, io)
  const found = await stackNamed(stackName)
  refuseBusy(found, stackName)
  if (readiness(found) === 'left' && !(await isRemoved(options, io))) return
  const stack = readiness(found) === 'update' ? found : undefined
  const chosen = await chosenParameters(options, stack, io)
  const is = (parameter: string): string => chosen.all.find(({ name }) => name === parameter)?.is ?? ''
  await exclusionsInForce(
    { parameter: is('ExcludedUsersParameterName'), shared: is('SharedExclusionsArn') || undefined, region: here.region },
    io,
  )
  const templateBody = await shippedTemplate()
  const kind = stack === undefined ? 'create' : 'update'
  const changeSetName = `iam-cleanup-${here.now}`
  const changeSet = await unlessUnfit(
    openChangeSet({ stackName, changeSetName, kind, templateBody, parameters: chosen.given, kept: chosen.kept }),
  )
  const forget = async (): Promise<void> => {
    await changeSet.remove()
    // It came to be for the change set alone.
    if (found === undefined || readiness(found) === 'left') await deleteStack(stackName)
  }
  io.progress('CloudFormation works out what will change')
  const ready = await seen(async () => settled(await changeSet.now()), CHANGE_SET_MS)
  if (ready?.kind === 'no-changes') {
    await forget()
    return io.out(`No changes: the stack ${stackName} is as it is to be.`)
  }
  if (ready?.kind !== 'ready') {
    await forget()
    throw new Error(
      `CloudFormation could not work out what will change: ${ready?.kind === 'failed' ? ready.why : 'it gave no answer in time'}`,
    )
  }
  const release = { was: stack && (await releaseOf(stackName)), is: releaseIn(templateBody) }
  const changes = await changeSet.changes()
  const shown = deploymentText({ ...here, stackName, kind, release, parameters: chosen.all, changes }, io.columns)
  if (dryRun) {
    io.out(shown)
    return forget()
  }
  here.sayWho()
  io.note(shown)
  if (
    !(await isWanted(
      `${kind === 'create' ? 'Make' : 'Update'} the stack ${stackName} in account ${here.accountId}, Region ${here.region}?`,
      options,
      io,
    ))
  ) {
    await forget()
    if (readiness(found) === 'left') throw new Refusal('Declined: what was left of the stack is removed, and nothing is made in its place.')
    throw declined()
  }
  const known = await knownEvents(stackName)
  const executed = here.clock()
  await changeSet.execute()
  let wasInterrupted = false
  void io.interrupted().then(() => (wasInterrupted = true))
  const isInterrupted = (): boolean => wasInterrupted
  const { name, status, outputs } = await followStack({ stackName, known, changes, isInterrupted }, io)
  io.out(`The stack ${name} is deployed (${status}).`)
  // A new rule runs as soon as it is there; one that was there before may still have run as it was.
  const since = kind === 'create' ? executed : here.clock()
  await firstVerdicts({ logGroup: outputs.get('LogGroupName') ?? '', since, isInterrupted }, io)
  io.note('"iam-cleanup status" shows how it stands; "iam-cleanup exclude add" leaves somebody alone.')
}

const isWanted = async (question: string, { yes }: DeployOptions, io: Io): Promise<boolean> => yes || io.confirm(question)

const settled = (now: ChangeSetNow): ChangeSetNow | undefined => (now.kind === 'pending' ? undefined : now)

/** A first deployment that failed leaves a stack that has nothing, and can only be removed. @returns whether to go on */
async function isRemoved(options: DeployOptions, io: Io): Promise<boolean> {
  const { stackName, dryRun } = options
  io.note(
    `The stack ${stackName} is what a first deployment that failed has left. It is removed before it can be made anew; the ledger stays.`,
  )
  if (dryRun) return false
  if (!(await isWanted(`Remove what is left of ${stackName}?`, options, io))) throw declined()
  await deleteStack(stackName)
  const end = await seen(async () => endOf(await stackNamed(stackName)), REMOVAL_MS)
  if (end !== 'gone')
    throw new Error(`What is left of the stack ${stackName} could not be removed: see "aws cloudformation describe-stack-events".`)
  return true
}

const endOf = (stack: StackNow | undefined): 'gone' | 'failed' | undefined =>
  stack === undefined ? 'gone' : stack.status === 'DELETE_FAILED' ? 'failed' : undefined

function refuseBusy(stack: StackNow | undefined, stackName: string): void {
  const state = readiness(stack)
  if (state === 'busy') throw new Refusal(`The stack ${stackName} is being worked on (${stack?.status}). Wait until that has ended.`)
  if (state === 'stuck')
    throw new Refusal(
      `The stack ${stackName} is stuck (${stack?.status}: ${stack?.reason ?? 'no reason given'}). Mend the cause, then: aws cloudformation ${stack?.status === 'DELETE_FAILED' ? 'delete-stack' : 'continue-update-rollback'} --stack-name ${stackName}`,
    )
}

/** What a parameter does not take is said by CloudFormation. */
async function unlessUnfit<T>(opened: Promise<T>): Promise<T> {
  try {
    return await opened
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'ValidationError' && cause.message.startsWith('Parameter'))
      throw new UsageError(cause.message, { cause })
    throw cause
  }
}
