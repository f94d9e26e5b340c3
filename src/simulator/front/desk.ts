import { AccessLog } from './access-log.ts'
import { AwsError } from '../world/aws-error.ts'
import { allows, type Context } from '../policy/policy.ts'
import type { PolicyDocument } from '../policy/policy-document.ts'
import { targetOf } from './targets.ts'
import { callerArn, type Caller } from '../world/caller.ts'
import { VirtualClock } from '../world/clock.ts'
import type { Stack } from '../cloudformation/state.ts'
import { LambdaMetrics } from '../cloudwatch/metrics.ts'
import type { Alarm } from '../cloudwatch/state.ts'
import { ConfigState } from '../config/state.ts'
import { accessDenied, ANSWERS, faultError, Faults, isAnswer } from '../world/faults.ts'
import type { CredentialReport } from '../iam/credential-report.ts'
import { managed, policiesOfUser } from '../iam/policies.ts'
import { IamState } from '../iam/state.ts'
import type { ExecutionEnvironment } from '../lambda/environment.ts'
import type { LambdaFunction } from '../lambda/functions.ts'
import { FunctionProcesses } from '../lambda/processes.ts'
import type { LogGroup } from '../logs/service.ts'
import type { OpenQuestions } from '../world/open-questions.ts'
import type { Operation, ServiceName } from '../world/operation.ts'
import { randomUuid, seededRandom } from '../world/random.ts'
import { SERVICES } from './services.ts'
import type { AutomationExecution } from '../ssm/execution.ts'
import type { Message } from '../sns/service.ts'
import type { AutomationDocument } from '../ssm/documents.ts'
import type { ParameterVersion } from '../ssm/parameters.ts'

export type Settings = {
  readonly at: Date
  readonly accountId: string
  readonly region: string
  readonly seed: number
  readonly logInputs: boolean
  readonly openQuestions: OpenQuestions
}

/** One AWS account in one Region, in memory. */
export class Aws {
  readonly accountId: string
  readonly region: string
  readonly clock: VirtualClock
  readonly random: () => number
  readonly openQuestions: OpenQuestions
  readonly faults: Faults
  readonly iam: IamState
  readonly config = new ConfigState()
  readonly parameters = new Map<string, ParameterVersion[]>()
  readonly documents = new Map<string, AutomationDocument>()
  readonly metrics = new LambdaMetrics()
  readonly alarms = new Map<string, Alarm>()
  readonly topics = new Map<string, Message[]>()
  /** Function environments at work or waiting, by the access key id that they were given. */
  readonly environments = new Map<string, ExecutionEnvironment>()
  readonly processes = new FunctionProcesses()
  readonly automations: AutomationExecution[] = []
  readonly functions = new Map<string, LambdaFunction>()
  readonly logGroups = new Map<string, LogGroup>()
  readonly stacks = new Map<string, Stack>()
  /** Templates by their address. */
  readonly uploads = new Map<string, string>()
  readonly accessLog: AccessLog
  credentialReport: CredentialReport | undefined
  /** Where the account's functions reach AWS: this simulator, and for single services somebody else. */
  endpoint = ''
  endpoints: Readonly<Record<string, string>> = {}
  readonly #running = new Set<Promise<unknown>>()

  constructor({ at, accountId, region, seed, logInputs, openQuestions }: Settings) {
    this.openQuestions = openQuestions
    this.accountId = accountId
    this.region = region
    this.clock = new VirtualClock(at)
    this.random = seededRandom(seed)
    this.faults = new Faults(seededRandom(seed + 1))
    this.iam = new IamState(accountId, this.random)
    this.accessLog = new AccessLog(logInputs)
  }

  /** Make a call: `iam:ListUsers` as somebody. What the wire does for programs outside, this does for the services inside. */
  async perform(operation: string, input: object, caller: Caller): Promise<unknown> {
    const [service, name] = operation.split(':')
    const found = SERVICES.find((each) => each.name === service)?.operations.find((each) => each.name === name)
    if (found === undefined) throw new Error(`The simulator does not know ${operation}.`)
    return this.run(service as ServiceName, found, input, caller, randomUuid(this.random))
  }

  /** Faults that were ordered, then the caller's rights, then the operation; and a line in the access log. */
  async run(service: ServiceName, { name, run }: Operation, input: unknown, caller: Caller, requestId: string): Promise<unknown> {
    const operation = `${service}:${name}`
    const now = this.clock.now()
    const who = callerArn(caller, this.accountId)
    const { resource, context } = targetOf(this, operation, Object(input) as Readonly<Record<string, unknown>>)
    const log = (outcome: string): void => this.accessLog.add({ at: now, operation, caller: who, resource, outcome, input })
    try {
      const fault = this.faults.strike({ operation, input, now }, ANSWERS)
      if (fault !== undefined && isAnswer(fault.kind)) throw faultError(fault.kind, operation, who)
      if (!this.#mayDo(caller, { action: actionOf(operation), resource, context })) throw accessDenied(operation, who, resource)
      this.#lag(operation, input, now)
      const output = await run(input, { aws: this, caller, now, requestId })
      log('ok')
      return output
    } catch (error) {
      log(error instanceof AwsError ? error.code : 'InternalFailure')
      throw error
    }
  }

  /** Whether a caller may do something that has no operation of its own here; it is logged as a call. */
  permit(caller: Caller, action: string, resource: string): boolean {
    const allowed = this.#mayDo(caller, { action, resource, context: new Map() })
    this.accessLog.add({
      at: this.clock.now(),
      operation: action,
      caller: callerArn(caller, this.accountId),
      resource,
      outcome: allowed ? 'ok' : 'AccessDenied',
      input: undefined,
    })
    return allowed
  }

  /** Remember a promise until it settles, so that `idle()` can wait for it. */
  track<T>(running: Promise<T>): Promise<T> {
    const tracked = running.finally(() => this.#running.delete(tracked))
    this.#running.add(tracked)
    return tracked
  }

  /** End the function that a caller is. Its connection is lost then. */
  async crash(caller: Caller): Promise<true> {
    if (caller.kind === 'role') await this.environments.get(caller.origin)?.end()
    return true
  }

  async idle(): Promise<void> {
    await Promise.allSettled(this.#running)
  }

  #mayDo(caller: Caller, request: { readonly action: string; readonly resource: string; readonly context: Context }): boolean {
    const policies = this.#policiesOf(caller)
    if (policies === 'everything' || request.action === 'sts:GetCallerIdentity') return true
    const narrowed = caller.kind !== 'role' || caller.policy === undefined || allows([caller.policy], request)
    return narrowed && allows(policies, request)
  }

  #policiesOf(caller: Caller): readonly PolicyDocument[] | 'everything' {
    switch (caller.kind) {
      case 'operator':
      case 'service':
      case 'principal':
        return 'everything'
      case 'role':
        return [...caller.role.Policies.values(), ...managed(caller.role.PolicyArns)]
      case 'user':
        return policiesOfUser(this.iam, caller.user)
    }
  }

  #lag(operation: string, input: unknown, now: Date): void {
    const fault = this.faults.strike({ operation, input, now }, ['lag'])
    const userName: unknown = Object(input).UserName
    if (fault !== undefined && typeof userName === 'string') this.iam.lag(userName, fault.reads ?? 3)
  }
}

/** The IAM action of an operation, where it is not of the same name. */
const actionOf = (operation: string): string => (operation === 'lambda:Invoke' ? 'lambda:InvokeFunction' : operation)
