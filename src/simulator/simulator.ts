import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { defaultAccount, loadAccounts } from './load-accounts.ts'
import { viewOf, type View } from './view.ts'
import type { SimulatorOptions } from './options.ts'
import { upload } from './cloudformation/state.ts'
import { inventoryOf } from './config/inventory.ts'
import { configOf } from './config/state.ts'
import type { LoggedCall } from './front/access-log.ts'
import { FrontDesk } from './front/desk.ts'
import { control } from './front/control.ts'
import type { FaultOrder } from './world/faults.ts'
import { iamOf } from './iam/state.ts'
import { signIn, useKeyOfAny } from './iam/use.ts'
import { tagsOf } from './iam/user-now.ts'
import { STRICT } from './world/open-questions.ts'
import { processesOf } from './lambda/state.ts'
import { movingAccounts, type MovingAccounts } from './moving-accounts.ts'
import { makeTopic, messagesOf, type Message } from './sns/state.ts'
import { World, type Place } from './world/world.ts'
import { awsServer } from './front/server.ts'

/**
 * A small AWS on a port of this machine: point any AWS SDK or the AWS CLI at `endpoint`. Its time stands still until `advance`d, or
 * keeps pace with the real clock after `run`. `await using simulator = await Simulator.start({ at })`, or `stop()` it.
 */
export class Simulator {
  readonly #world: World
  readonly #desk: FrontDesk
  readonly #server: Server
  readonly #bugs: unknown[] = []

  private constructor(world: World, desk: FrontDesk) {
    this.#world = world
    this.#desk = desk
    this.#server = awsServer({ world, desk, control: control(this), onBug: (bug) => this.#bugs.push(bug) })
  }

  static async start({
    at,
    account,
    accountId = defaultAccount(account),
    region = 'us-east-1',
    port = 0,
    seed = 1,
    endpoints = {},
    logInputs = true,
    reuseProcesses,
    openQuestions = {},
  }: SimulatorOptions): Promise<Simulator> {
    const world = new World({ at: new Date(at), accountId, region, seed, openQuestions: { ...STRICT, ...openQuestions } })
    const desk = new FrontDesk(logInputs)
    world.desk = desk
    if (account !== undefined) loadAccounts(world, account)
    const simulator = new Simulator(world, desk)
    simulator.#server.listen(port, '127.0.0.1')
    await once(simulator.#server, 'listening')
    world.endpoint = simulator.endpoint
    world.endpoints = endpoints
    if (reuseProcesses !== undefined) processesOf(simulator.#place).reuse = reuseProcesses
    return simulator
  }

  /** The default account in the default Region. */
  get #place(): Place {
    return this.#world.place()
  }

  get endpoint(): string {
    const { port } = this.#server.address() as AddressInfo
    return `http://127.0.0.1:${port}`
  }

  get region(): string {
    return this.#world.region
  }

  get accountId(): string {
    return this.#world.accountId
  }

  now(): Date {
    return this.#world.clock.now()
  }

  /** Let time pass, and do what falls due. Rejects if something inside the simulator broke. */
  async advance(ms: number): Promise<void> {
    await this.#world.clock.advance(ms)
    this.#failOnBug()
  }

  /** Let time keep pace with the real clock from now on. */
  run(): void {
    this.#world.clock.run((bug) => this.#bugs.push(bug))
  }

  /** Order faults; unordered, nothing fails. */
  order(...orders: readonly FaultOrder[]): void {
    for (const order of orders) this.#world.faults.order(order)
  }

  clearFaults(): void {
    this.#world.faults.clear()
  }

  /** A person signs in with the password. @throws where there is none */
  signIn(userName: string, accountId = this.accountId): void {
    signIn(iamOf(this.#world.place(accountId)).user(userName), this.now())
  }

  /** A program uses an access key, of whichever account. @throws where the key is inactive or unknown */
  useKey(accessKeyId: string, service = 's3', region = this.region): void {
    useKeyOfAny(this.#world, accessKeyId, { service, region })
  }

  /** Let AWS Config not know a user (yet), or know one by a name of another time. */
  hideFromConfig(userId: string, behind?: string): void {
    if (behind === undefined) configOf(this.#place).undiscovered.add(userId)
    else inventoryOf(this.#place).misname(userId, behind)
  }

  get users(): View['users'] {
    return viewOf(this.#place).users
  }

  /** A user's tags. @throws where there is no such user */
  tagsOf(userName: string): ReadonlyMap<string, string> {
    return tagsOf(iamOf(this.#place).user(userName))
  }

  get logGroupNames(): View['logGroupNames'] {
    return viewOf(this.#place).logGroupNames
  }

  /** Make a topic, and give its ARN. */
  createTopic(name: string): string {
    return makeTopic(this.#place, name)
  }

  get alarms(): View['alarms'] {
    return viewOf(this.#place).alarms
  }

  /** Put a template where CloudFormation takes it from by TemplateURL, as a bucket would hold it: at most 1 MB. */
  upload(template: string): string {
    return upload(this.#place, template)
  }

  /** Let accounts join, leave and move in the organization, and be suspended. */
  get organization(): MovingAccounts {
    return movingAccounts(this.#world)
  }

  /** What was published to a topic. */
  messages(topicArn: string): readonly Message[] {
    return messagesOf(this.#world, topicArn)
  }

  /** Who called what, in order; of very many, the last. */
  get calls(): readonly LoggedCall[] {
    return this.#desk.accessLog.calls
  }

  /** How many older calls are not kept any more. */
  get droppedCalls(): number {
    return this.#desk.accessLog.dropped
  }

  get changes(): View['changes'] {
    return viewOf(this.#place).changes
  }

  /** Another account, or another Region: the same of those. */
  of(accountId: string, region = this.region): View {
    return viewOf(this.#world.place(accountId, region))
  }

  /** @throws Error for what broke inside the simulator meanwhile */
  async stop(): Promise<void> {
    await processesOf(this.#place).end()
    await this.#world.clock.stop()
    await this.#world.idle()
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
