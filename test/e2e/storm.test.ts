import { DeleteRemediationExceptionsCommand } from '@aws-sdk/client-config-service'
import { ListAccessKeysCommand } from '@aws-sdk/client-iam'
import { PutParameterCommand } from '@aws-sdk/client-ssm'
import { expect, test } from 'vitest'
import { seededRandom } from '../../src/simulator/world/random.ts'
import { Simulator, type AccountDescription, type CredentialChange, type FaultOrder } from '../../src/simulator/index.ts'
import { POSITIONS, type OpenQuestions } from '../../src/simulator/world/open-questions.ts'
import { ledgerOf } from '../support/ledger-of.ts'
import { deployedSystem, LIST, RULE, START, System, templateBody } from '../support/system.ts'

/**
 * The storms of test/revocation/storm.test.ts through the real template: AWS Config, Systems Manager, the function in its sandbox, IAM. STORM_RUNS=1000 plays more,
 * STORM_SEED=n one.
 */
const RUNS = Number(process.env['STORM_RUNS'] ?? 8)
const ONLY = process.env['STORM_SEED']
const SEEDS = ONLY === undefined ? Array.from({ length: RUNS }, (_, n) => n + 1) : [Number(ONLY)]

const DAY = 86_400_000
const LIMIT = 30

type Users = AccountDescription['users']

function accountOf(random: () => number): { readonly users: Users; readonly excluded: readonly string[] } {
  const days = (limit: number): string => `${Math.floor(random() * limit)}d`
  const users = Array.from({ length: 4 }, (_, n) => ({
    name: `user-${n}`,
    id: `AIDASTORM${String(n).padStart(12, '0')}`,
    created: '400d',
    ...(random() < 0.7 ? { password: { created: '390d', ...(random() < 0.7 ? { lastUsed: days(90) } : {}) } } : {}),
    accessKeys: Array.from({ length: Math.floor(random() * 3) }, (__, slot) => ({
      id: `AKIASTORM${n}${slot}AAAAAAAAA`,
      created: '300d',
      active: random() < 0.8,
      ...(random() < 0.7 ? { lastUsed: days(90) } : {}),
    })),
    tags: random() < 0.15 ? { 'iam-unused-user-cleanup:excluded': 'yes' } : {},
  }))
  const excluded = users.filter(() => random() < 0.15).map(({ name }) => name)
  return { users: users as Users, excluded }
}

/** AWS is taken to behave one way or the other wherever its documents leave it open. */
const positionsOf = (random: () => number): Partial<OpenQuestions> =>
  Object.fromEntries(Object.entries(POSITIONS).map(([question, positions]) => [question, positions[random() < 0.5 ? 0 : 1]]))

const KINDS: readonly FaultOrder['kind'][] = ['throttle', 'server-error', 'refuse', 'lost-answer', 'crash', 'lag']

/** Of the ledger's table its reads and its writes each by itself, too. */
const OPERATIONS = [
  'iam:*',
  'iam:UpdateAccessKey',
  'iam:DeleteLoginProfile',
  'config:ListDiscoveredResources',
  'dynamodb:*',
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:UpdateItem',
  '*',
]

const faultsOf = (random: () => number): FaultOrder[] =>
  Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
    operation: OPERATIONS[Math.floor(random() * OPERATIONS.length)] ?? '*',
    kind: KINDS[Math.floor(random() * KINDS.length)] ?? 'throttle',
    probability: 0.1 + random() * 0.4,
    times: 1 + Math.floor(random() * 4),
    reads: 2,
    when: random() < 0.5 ? 'before' : 'after',
  }))

type Played = {
  readonly system: System
  readonly users: Users
  readonly excluded: readonly string[]
  /** What changed in this account. */
  readonly changes: () => readonly CredentialChange[]
  readonly signIn: (name: string) => void
}

/** Three days of faults, two without: what is wrong then. */
async function play(random: () => number, [first, ...others]: readonly [Played, ...Played[]]): Promise<readonly unknown[]> {
  const { simulator } = first.system
  const all = [first, ...others]
  for (const { system } of all) await system.tune({ AWS_MAX_ATTEMPTS: '1' })
  for (let day = 0; day < 3; day += 1) {
    simulator.order(...faultsOf(random))
    await simulator.advance(DAY * (1 + Math.floor(random() * 3)))
    for (const { users, signIn } of all) for (const { name, password } of users) if (password !== undefined && random() < 0.1) signIn(name)
    for (const { system, users } of all) await liftExceptions(system, users)
  }
  simulator.clearFaults()
  for (let day = 0; day < 2; day += 1) {
    for (const { system, users } of all) await liftExceptions(system, users)
    await simulator.advance(DAY)
  }
  const wrong: unknown[] = []
  for (const { system, users, excluded, changes } of all) {
    const taken = changes().filter(({ by }) => by.includes('RevokingRole'))
    wrong.push(
      ...taken.filter(({ userName, at, ...change }) =>
        mustStay(users, excluded, userName, 'accessKeyId' in change ? change.accessKeyId : 'password', at),
      ),
      ...(await leftOver(system, users, excluded)),
    )
  }
  return wrong
}

const PARAMETERS = { MaxCredentialUsageAge: '30', RemediationRunbook: 'Guarded', RetryAttemptSeconds: '600' }

test.for(SEEDS)(
  'storm of seed %i: nothing is touched that must not be, all that is unused goes in the end, the ledger agrees',
  async (seed) => {
    const random = seededRandom(seed)
    const { users, excluded } = accountOf(random)
    const list = excluded.length === 0 ? ',' : excluded.join(',')
    await using system = await deployedSystem({ users, list, seed, openQuestions: positionsOf(random), parameters: PARAMETERS })
    const { simulator } = system
    const played = { system, users, excluded, changes: () => simulator.changes, signIn: (name: string) => signIn(simulator, name) }
    expect(await play(random, [played])).toEqual([])
  },
)

const PLACES = [
  ['111111111111', 'us-east-1'],
  ['222222222222', 'eu-west-1'],
] as const

test.for(SEEDS.slice(0, Math.ceil(RUNS / 4)))(
  'storm of seed %i over two accounts in two Regions of one world, whose users have the same names: the same, and neither reaches into the other',
  async (seed) => {
    const random = seededRandom(seed)
    const [one, other] = [accountOf(random), accountOf(random)]
    const accounts = [one, other].map(({ users }, n) => ({ id: PLACES[n]?.[0] ?? '', users }))
    await using simulator = await Simulator.start({
      at: START,
      seed,
      accountId: PLACES[0][0],
      account: { accounts },
      openQuestions: positionsOf(random),
    })
    const deployed = async ({ users, excluded }: typeof one, [accountId, region]: (typeof PLACES)[number]): Promise<Played> => {
      const system = new System(simulator, accountId, region)
      await system.ssm.send(
        new PutParameterCommand({ Name: LIST, Type: 'StringList', Value: excluded.length === 0 ? ',' : excluded.join(',') }),
      )
      await system.createStack(await templateBody(), PARAMETERS)
      return {
        system,
        users,
        excluded,
        changes: () => simulator.of(accountId, region).changes,
        signIn: (name) => signIn(simulator, name, accountId),
      }
    }
    expect(await play(random, [await deployed(one, PLACES[0]), await deployed(other, PLACES[1])])).toEqual([])
    const strangers = simulator.calls.filter(
      ({ caller, accountId, region }) =>
        /ConfigRuleLambdaRole|RevokingRole/.test(caller) &&
        !PLACES.some(([id, there]) => caller.includes(`::${id}:`) && id === accountId && there === region),
    )
    expect(strangers).toEqual([])
  },
)

/** Whoever has no password any more cannot sign in. */
function signIn(simulator: Simulator, name: string, accountId?: string): void {
  try {
    simulator.signIn(name, accountId)
  } catch {
    return
  }
}

const liftExceptions = ({ config }: System, users: Users): Promise<unknown> =>
  config.send(
    new DeleteRemediationExceptionsCommand({
      ConfigRuleName: RULE,
      ResourceKeys: users.map(({ id }) => ({ ResourceType: 'AWS::IAM::User', ResourceId: id })),
    }),
  )

/** By the description alone: the user is excluded, or the credential was in use at the time, not counting sign-ins since. */
function mustStay(users: Users, excluded: readonly string[], name: string, id: string, at: Date): boolean {
  const user = users.find((each) => each.name === name)
  if (user === undefined || excluded.includes(name) || Object.keys(user.tags ?? {}).length > 0) return true
  const credential = id === 'password' ? user.password : user.accessKeys?.find((key) => key.id === id)
  if (credential === undefined) return true
  const idle = Math.min(...[credential.created, credential.lastUsed ?? credential.created].map((age) => Number.parseInt(age, 10)))
  return idle + (at.getTime() - Date.parse(START)) / DAY < LIMIT
}

/** An entry that stays `revoking` is of a run that died before it could close it, of a user who is compliant since: "restore" takes it the same. */
async function leftOver(system: System, users: Users, excluded: readonly string[]): Promise<string[]> {
  const { iam, simulator } = system
  const wrong: string[] = []
  for (const { name, tags = {}, accessKeys = [] } of users) {
    const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName: name }))
    const ledger = new Map(Object.entries(await ledgerOf(system, name)))
    for (const { AccessKeyId = '', Status } of AccessKeyMetadata) {
      const entry = ledger.get(AccessKeyId)
      const description = accessKeys.find((key) => key.id === AccessKeyId)
      const idle =
        Math.min(...[description?.created, description?.lastUsed].flatMap((age) => (age === undefined ? [] : [Number.parseInt(age, 10)]))) +
        (simulator.now().getTime() - Date.parse(START)) / DAY
      const isFree = !excluded.includes(name) && Object.keys(tags).length === 0
      if (Status === 'Active' && isFree && idle >= LIMIT + 1) wrong.push(`${name} ${AccessKeyId} is unused and active`)
      if (Status === 'Active' && entry?.startsWith('revoked') === true)
        wrong.push(`${name} ${AccessKeyId} is active and in the ledger as revoked`)
      if (Status === 'Inactive' && description?.active !== false && !/^revok(ed|ing) /.test(entry ?? ''))
        wrong.push(`${name} ${AccessKeyId} is gone, the ledger says ${entry}`)
    }
  }
  return wrong
}
