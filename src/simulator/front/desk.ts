import { tableNamed } from '../dynamodb/tables.ts'
import { iamOf } from '../iam/state.ts'
import { environmentsOf } from '../lambda/state.ts'
import { AwsError } from '../world/aws-error.ts'
import { callerArn, type Caller } from '../world/caller.ts'
import { accessDenied, ANSWERS, faultError, isAnswer } from '../world/faults.ts'
import { notHonoured } from '../world/honoured.ts'
import type { Operation, ServiceName } from '../world/operation.ts'
import { randomUuid } from '../world/random.ts'
import type { Desk, Place } from '../world/world.ts'
import { AccessLog } from './access-log.ts'
import { checkConstraints } from './constraint.ts'
import { mayDo, whyNot } from './rights.ts'
import { isSuspended, roleOf } from './roles.ts'
import { operationsOf, SERVICES, validationCode } from './services.ts'
import { targetOf } from './targets.ts'

export type Request = {
  readonly service: ServiceName
  readonly operation: Operation
  readonly input: unknown
  readonly caller: Caller
  readonly requestId: string
}

/** The desk that every call passes, from outside by the wire and from inside by `place.perform`: faults, rights, and a line in the access log. */
export class FrontDesk implements Desk {
  readonly accessLog: AccessLog

  constructor(logInputs: boolean) {
    this.accessLog = new AccessLog(logInputs)
  }

  readonly perform = async (place: Place, operation: string, input: object, caller: Caller): Promise<unknown> => {
    const [service, name = ''] = operation.split(':')
    const found = SERVICES.find((each) => each.name === service)
    const called = found && (await operationsOf(found)).get(name)
    if (found === undefined || called === undefined) throw new Error(`The simulator does not know ${operation}.`)
    return this.run(place, { service: found.name, operation: called, input, caller, requestId: randomUuid(place.random) })
  }

  readonly permit: Desk['permit'] = (place, caller, { action, resource, context = new Map() }) => {
    const allowed = mayDo(place.world, caller, { action, resource, context })
    const { accountId, region } = place
    this.accessLog.add({
      accountId,
      region,
      at: place.clock.now(),
      operation: action,
      caller: callerArn(caller),
      resource,
      outcome: allowed ? 'ok' : 'AccessDenied',
      input: undefined,
    })
    return allowed
  }

  readonly roleOf = roleOf

  readonly tell: Desk['tell'] = (place, news) => {
    for (const { hears } of SERVICES) hears?.(place, news)
  }

  /** Faults that were ordered, then the caller's rights, then whether all that is given is honoured and within AWS's constraints, then the operation; and a line in the access log. */
  async run(place: Place, { service, operation: { name, honoured, run }, input, caller, requestId }: Request): Promise<unknown> {
    const { world } = place
    const operation = `${service}:${name}`
    const now = world.clock.now()
    const who = callerArn(caller)
    const { resource, context } = targetOf(place, operation, Object(input) as Readonly<Record<string, unknown>>)
    const { accountId, region } = place
    const log = (outcome: string): void =>
      this.accessLog.add({ accountId, region, at: now, operation, caller: who, resource, outcome, input })
    try {
      const fault = world.faults.strike({ operation, input, now, accountId }, ANSWERS)
      if (fault !== undefined && isAnswer(fault.kind)) throw faultError(fault.kind, operation, who)
      if (isSuspended(world, accountId)) throw accessDenied(actionOf(operation), who, resource)
      const why = whyNot(world, caller, { action: actionOf(operation), resource, context })
      if (why !== undefined) throw accessDenied(actionOf(operation), who, resource, why)
      refuseOthers(service, name, notHonoured(honoured, input))
      // Services as themselves keep to what they ask of others, and name sessions for what they are about, however short.
      if (caller.kind !== 'principal') checkConstraints(service, name, codeOf(service), input)
      lag(place, operation, input)
      const output = await run(input, { place, caller, now, requestId })
      log('ok')
      return output
    } catch (error) {
      log(error instanceof AwsError ? error.code : 'InternalFailure')
      throw error
    }
  }

  /** End the function that a caller is. Its connection is lost then. */
  async crash(place: Place, caller: Caller): Promise<true> {
    if (caller.kind === 'role') await environmentsOf(place).get(caller.origin)?.end()
    return true
  }
}

/** What is given is honoured or refused, and never passed over. @throws AwsError */
function refuseOthers(service: ServiceName, name: string, member: string | undefined): void {
  if (member !== undefined) throw new AwsError(codeOf(service), 400, `The simulator does not honour ${member} of ${service}:${name}.`)
}

function codeOf(service: ServiceName): string {
  const entry = SERVICES.find((each) => each.name === service)
  return entry === undefined ? 'ValidationException' : validationCode(entry)
}

function lag(place: Place, operation: string, input: unknown): void {
  const { clock, faults } = place.world
  const fault = faults.strike({ operation, input, now: clock.now(), accountId: place.accountId }, ['lag'])
  const { UserName, TableName } = Object(input) as Readonly<Record<string, unknown>>
  if (fault !== undefined && typeof UserName === 'string') iamOf(place).lag(UserName, fault.reads ?? 3)
  if (fault !== undefined && typeof TableName === 'string') tableNamed(place, TableName)?.lag(fault.reads ?? 3)
}

/** The IAM action of an operation, where it is not of the same name. */
const actionOf = (operation: string): string => (operation === 'lambda:Invoke' ? 'lambda:InvokeFunction' : operation)
