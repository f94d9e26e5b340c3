import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadAccount, type AccountDescription } from './account-description.ts'
import type { LoggedCall } from './front/access-log.ts'
import { Aws } from './front/desk.ts'
import type { AlarmState } from './cloudwatch/state.ts'
import { control } from './front/control.ts'
import type { FaultOrder } from './world/faults.ts'
import type { CredentialChange } from './iam/state.ts'
import { signIn, useKey } from './iam/use.ts'
import { userNow, type UserNow } from './iam/user-now.ts'
import { STRICT, type OpenQuestions } from './world/open-questions.ts'
import type { Message } from './sns/service.ts'
import { awsServer } from './front/server.ts'

export type SimulatorOptions = {
  /** The virtual time at the start. */
  readonly at: Date | string
  readonly accountId?: string
  readonly region?: string
  /** 0 (default) takes any free port. */
  readonly port?: number
  readonly seed?: number
  readonly account?: AccountDescription
  /** Endpoints that the account's functions use instead of this one, e.g. `{ AWS_ENDPOINT_URL_IAM: 'http://127.0.0.1:5000' }`. */
  readonly endpoints?: Readonly<Record<string, string>>
  /** Keep the inputs of calls in the access log (default true). */
  readonly logInputs?: boolean
  /** How AWS is taken to behave where its documents leave it open: by default the stricter way throughout. */
  readonly openQuestions?: Partial<OpenQuestions>
}

/**
 * A small AWS on a port of this machine: point any AWS SDK or the AWS CLI at `endpoint`. Its time stands still until `advance`d, or
 * keeps pace with the real clock after `run`. `await using simulator = await Simulator.start({ at })`, or `stop()` it.
 */
export class Simulator {
  readonly #aws: Aws
  readonly #server: Server
  readonly #bugs: unknown[] = []

  private constructor(aws: Aws) {
    this.#aws = aws
    this.#server = awsServer(aws, control(this), (bug) => this.#bugs.push(bug))
  }

  static async start({
    at,
    accountId = '123456789012',
    region = 'us-east-1',
    port = 0,
    seed = 1,
    account,
    endpoints = {},
    logInputs = true,
    openQuestions = {},
  }: SimulatorOptions): Promise<Simulator> {
    const aws = new Aws({ at: new Date(at), accountId, region, seed, logInputs, openQuestions: { ...STRICT, ...openQuestions } })
    if (account !== undefined) loadAccount(aws, account)
    const simulator = new Simulator(aws)
    simulator.#server.listen(port, '127.0.0.1')
    await once(simulator.#server, 'listening')
    aws.endpoint = simulator.endpoint
    aws.endpoints = endpoints
    return simulator
  }

  get endpoint(): string {
    const { port } = this.#server.address() as AddressInfo
    return `http://127.0.0.1:${port}`
  }

  get region(): string {
    return this.#aws.region
  }

  get accountId(): string {
    return this.#aws.accountId
  }

  now(): Date {
    return this.#aws.clock.now()
  }

  /** Let time pass, and do what falls due. Rejects if something inside the simulator broke. */
  async advance(ms: number): Promise<void> {
    await this.#aws.clock.advance(ms)
    this.#failOnBug()
  }

  /** Let time keep pace with the real clock from now on. */
  run(): void {
    this.#aws.clock.run((bug) => this.#bugs.push(bug))
  }

  /** Order faults; unordered, nothing fails. */
  order(...orders: readonly FaultOrder[]): void {
    for (const order of orders) this.#aws.faults.order(order)
  }

  clearFaults(): void {
    this.#aws.faults.clear()
  }

  /** A person signs in with the password. @throws where there is none */
  signIn(userName: string): void {
    signIn(this.#aws.iam.user(userName), this.now())
  }

  /** A program uses an access key. @throws where the key is inactive or unknown */
  useKey(accessKeyId: string, service = 's3', region = this.region): void {
    const key = this.#aws.iam.ownerOfKey(accessKeyId)?.AccessKeys.find(({ AccessKeyId }) => AccessKeyId === accessKeyId)
    if (key === undefined) throw new Error(`There is no access key ${accessKeyId}.`)
    useKey(key, this.now(), service, region)
  }

  /** Let AWS Config not know a user (yet). */
  hideFromConfig(userId: string): void {
    this.#aws.config.undiscovered.add(userId)
  }

  /** The users as they are now, by name, and what they have to get in with. */
  get users(): readonly UserNow[] {
    return this.#aws.iam.sortedUsers().map((user) => userNow(user))
  }

  /** A user's tags. @throws where there is no such user */
  tagsOf(userName: string): ReadonlyMap<string, string> {
    return new Map(this.#aws.iam.user(userName).Tags.map(({ Key, Value }) => [Key, Value]))
  }

  get logGroupNames(): readonly string[] {
    return [...this.#aws.logGroups.keys()]
  }

  /** Make a topic, and give its ARN. */
  createTopic(name: string): string {
    const arn = `arn:aws:sns:${this.region}:${this.accountId}:${name}`
    this.#aws.topics.set(arn, this.#aws.topics.get(arn) ?? [])
    return arn
  }

  /** The alarms of CloudWatch, by name: how each stands, why, and since when. */
  get alarms(): ReadonlyMap<string, { readonly state: AlarmState; readonly reason: string; readonly since: Date }> {
    return this.#aws.alarms
  }

  /** Put a template where CloudFormation takes it from by TemplateURL, as a bucket would hold it: at most 1 MB. */
  upload(template: string): string {
    const url = `https://templates.s3.${this.region}.amazonaws.com/${this.#aws.uploads.size}.yaml`
    this.#aws.uploads.set(url, template)
    return url
  }

  /** What was published to a topic. */
  messages(topicArn: string): readonly Message[] {
    return this.#aws.topics.get(topicArn) ?? []
  }

  /** Who called what, in order; of very many, the last. */
  get calls(): readonly LoggedCall[] {
    return this.#aws.accessLog.calls
  }

  /** How many older calls are not kept any more. */
  get droppedCalls(): number {
    return this.#aws.accessLog.dropped
  }

  /** What changed in users' credentials, in order. */
  get changes(): readonly CredentialChange[] {
    return this.#aws.iam.changes
  }

  /** @throws Error for what broke inside the simulator meanwhile */
  async stop(): Promise<void> {
    await this.#aws.processes.end()
    await this.#aws.clock.stop()
    await this.#aws.idle()
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
    this.#failOnBug()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  #failOnBug(): void {
    const bug = this.#bugs.shift()
    if (bug !== undefined) throw new Error('The simulator broke.', { cause: bug })
  }
}
