import { configRecorder } from '../aws/config-recorder.ts'
import { aggregatorNamed } from '../aws/aggregator.ts'
import { stackSetNamed } from '../aws/stack-set.ts'
import { missing } from '../deployment/organization-missing.ts'
import { accountsReached, armingOrders, deployingOrders, type Order, type Orders, type Wave } from '../deployment/organization-order.ts'
import { whyUsersAreNotRecorded } from '../deployment/recording.ts'
import type { AccountResult, CalledAs, StackInstance, StackSetNow } from '../deployment/stack-set.ts'
import {
  organizationDeploymentText,
  organizationOutcomeText,
  resultLine,
  type Carried,
  type OrganizationDeployment,
} from '../reports/organization-deployment-text.ts'
import { plural } from '../text/plural.ts'
import { carryOrdersOut } from './carry-orders-out.ts'
import type { OrganizationTargets } from './deploying-organization.ts'
import type { Chosen, ParameterOptions } from './deployment-parameters.ts'
import { LEDGER } from './ledger-option.ts'
import { declined, Refusal, UsageError, type Io } from './io.ts'
import { organizationParameters } from './organization-parameters.ts'
import { foundOrganization, wavesOf, type FoundOrganization } from './organization-waves.ts'
import { partOf } from './part.ts'
import { reached, type Reached } from './reached.ts'
import { releaseIn, shippedTemplate } from './shipped-template.ts'
import type { Pause } from './waits.ts'

export type OrganizationDeployOptions = ParameterOptions &
  OrganizationTargets & {
    /** Of the StackSet. */
    readonly stackName: string
    readonly dryRun: boolean
    readonly yes: boolean
  }

type StackSets = ReturnType<typeof stackSetNamed>

/** @throws Refusal before anything was changed; UsageError for options; Error, after all was told, where an account failed; Interrupted */
export async function deployOrganization(options: OrganizationDeployOptions, io: Io): Promise<void> {
  const carried = await carryOrganizationOut(options, io)
  const failed = carried.flatMap(({ results }) => results.filter(({ status }) => status === 'FAILED'))
  if (failed.length > 0)
    throw new Error(
      `${plural(failed.length, 'account')} failed. What is said above of ${failed.length === 1 ? 'it' : 'each'} names the reason and the next step.`,
    )
  const ended = carried.find(({ operation }) => operation.status !== 'SUCCEEDED')
  if (ended !== undefined)
    throw new Error(
      `The operation ${ended.operation.id} ended as ${ended.operation.status}${ended.operation.reason === undefined ? '' : `: ${ended.operation.reason}`}.`,
    )
}

/** How AWS is reached, and how time passes. */
type World = { readonly reach: (io: Io) => Promise<Reached>; readonly pause: Pause | undefined }

const OUTSIDE: World = { reach: reached, pause: undefined }

/** The same, where accounts that fail are no error, in whichever world. @returns what came of each operation; none where there is nothing to do */
export async function carryOrganizationOut(
  options: OrganizationDeployOptions,
  io: Io,
  { reach, pause } = OUTSIDE,
): Promise<readonly Carried[]> {
  const { stackName, arming, dryRun, yes } = options
  const here = await reach(io)
  here.sayWrongClock()
  const { accountId, region } = here
  const organization = await foundOrganization(io)
  const calledAs = options.callAs ?? (accountId === organization.managementAccountId ? 'SELF' : 'DELEGATED_ADMIN')
  const stackSet = stackSetNamed(stackName, calledAs, region)
  const set = await onFirmFooting({ stackSet, calledAs, accountId, region, organization, stackName }, io)
  const waves = await wavesOf(options, organization)
  const instances = set === undefined ? [] : await stackSet.instances((done, of) => io.progress(`Looking at the stacks: ${done} of ${of}`))
  refuseOtherRegions(instances, region)
  const joined = set === undefined ? [] : await stackSet.unitsOfJoiners()
  const templateBody = await shippedTemplate()
  const chosen = organizationParameters(options, set)
  const { orders, without } = ordersFor({ options, set, instances, waves, templateBody, chosen, joined })
  const deployment: OrganizationDeployment = {
    organizationId: organization.id,
    managementAccountId: organization.managementAccountId,
    region,
    setName: stackName,
    set,
    release: { was: set && releaseIn(set.templateBody), is: releaseIn(templateBody) },
    parameters: arming === undefined ? chosen.all : asTheyAre(chosen),
    accounts: organization.accounts,
    instances,
    orders,
    suspended: await suspendedAmong(options, organization),
    without,
  }
  const shown = organizationDeploymentText(deployment, io.columns)
  if (orders.length === 0) {
    io.out(`No changes: the StackSet ${stackName} is as it is to be in the accounts that are named.`)
    return []
  }
  const reachedAccounts = accountsReached(orders)
  const recorders = arming === undefined ? await recordersText(reachedAccounts, here, options.aggregator) : []
  if (dryRun) {
    io.out([shown, ...recorders].join('\n'))
    return []
  }
  here.sayWho()
  io.note([shown, ...recorders].join('\n'))
  const question = `${arming === 'arm' ? 'ARM' : arming === 'disarm' ? 'Disarm' : 'Deploy to'} ${plural(reachedAccounts.length, 'account')} of organization ${organization.id}, Region ${region}?`
  if (!yes && !(await io.confirm(question))) throw declined()
  let wasInterrupted = false
  void io.interrupted().then(() => (wasInterrupted = true))
  const carried = await carryOrdersOut(
    orders,
    {
      stackSet,
      templateBody,
      chosen,
      overrides: options.takeLedger ? withLedger(reachedAccounts, instances) : new Map<string, string>(),
      onResult: (result: AccountResult) => io.note(resultLine(result, organization.accounts)),
      isInterrupted: () => wasInterrupted,
      howToStop: (id) =>
        `aws cloudformation stop-stack-set-operation --stack-set-name ${stackName} --operation-id ${id} --region ${region}${calledAs === 'SELF' ? '' : ' --call-as DELEGATED_ADMIN'}`,
      pause,
    },
    io,
  )
  const after = await stackSet.now()
  if (after !== undefined) {
    const standing = await stackSet.instances(() => undefined)
    io.out(organizationOutcomeText(carried, standing, after, { accounts: organization.accounts, region }))
  }
  return carried
}

/** What accounts override that go on with a ledger; what they override already stays. @throws UsageError where they do not override the same */
function withLedger(accounts: readonly string[], instances: readonly StackInstance[]): ReadonlyMap<string, string> {
  const own = instances.filter(({ accountId }) => accounts.includes(accountId)).map(({ overrides }) => [...overrides].toSorted())
  if (new Set(own.map((each) => JSON.stringify(each))).size > 1)
    throw new UsageError('These accounts override different parameters: take their ledgers one account at a time.')
  return new Map([...(own[0] ?? []), ['LedgerTableName', LEDGER]])
}

type Ground = {
  readonly stackSet: StackSets
  readonly calledAs: CalledAs
  readonly accountId: string
  readonly region: string
  readonly organization: FoundOrganization
  readonly stackName: string
}

/** A Region is judged by itself: each account has its own recorder. */
const ANY_RECORDER = { name: '', isOn: true, group: { kind: 'all', withGlobal: true } } as const

/** @returns the set, where there is one; @throws Refusal naming everything that is missing */
async function onFirmFooting(
  { stackSet, calledAs, accountId, region, organization, stackName }: Ground,
  io: Io,
): Promise<StackSetNow | undefined> {
  io.progress('Looking at the StackSet')
  const access = await stackSet.access()
  const set = access === 'ENABLED' ? await stackSet.now() : undefined
  const sentences = missing({
    accountId,
    region,
    managementAccountId: organization.managementAccountId,
    setName: stackName,
    calledAs,
    access,
    regionIsUnfit: whyUsersAreNotRecorded(region, ANY_RECORDER),
    underWay: set && (await stackSet.underWay()),
  })
  if (sentences.length > 0) throw new Refusal(sentences.join('\n'))
  return set
}

function refuseOtherRegions(instances: readonly StackInstance[], region: string): void {
  const others = [...new Set(instances.map((each) => each.region))].filter((each) => each !== region)
  if (others.length > 0)
    throw new Refusal(
      `The StackSet has stacks in ${others.join(', ')}. IAM is the same in every Region, and one stack an account is enough: take those out first (aws cloudformation delete-stack-instances), or say --region ${others[0]}.`,
    )
}

type Wanted = {
  readonly options: OrganizationDeployOptions
  readonly set: StackSetNow | undefined
  readonly instances: readonly StackInstance[]
  readonly waves: readonly Wave[]
  readonly templateBody: string
  readonly chosen: Chosen
  /** Units whose joiners get a stack. */
  readonly joined: readonly string[]
}

/** @throws Refusal, UsageError */
function ordersFor({ options, set, instances, waves, templateBody, chosen, joined }: Wanted): Extract<Orders, { kind: 'orders' }> {
  const { arming, stackName } = options
  if (arming !== undefined) {
    if (options.runbook !== undefined || options.maxAge !== undefined || options.parameters.size > 0)
      throw new UsageError(
        `With --${arming} nothing else is changed: leave --runbook, --max-age and --parameter to a command of their own.`,
      )
    if (set === undefined) throw new Refusal(`There is no StackSet ${stackName} yet: deploy first, without --${arming}.`)
    if (arming === 'arm' && set.parameters.get('RemediationRunbook') === 'None')
      throw new Refusal('The RemediationRunbook of the StackSet is None: nothing would be revoked. Deploy with --runbook Guarded first.')
  }
  if (arming === undefined && set === undefined && waves.length === 0)
    throw new UsageError('There is no StackSet yet: name the accounts that are to begin, a unit with --pilot best.')
  const everybody: readonly Wave[] = [{ kind: 'wide', units: [], accounts: instances.map(({ accountId }) => accountId), isNarrowed: true }]
  const orders =
    arming === undefined || set === undefined
      ? deployingOrders({ set, hasChanged: hasChanged({ set, waves, templateBody, chosen }), instances, joined }, waves)
      : armingOrders(arming, set, instances, waves.length === 0 ? everybody : waves)
  if (orders.kind === 'refused') throw new Refusal(orders.why)
  return orders
}

/** Whether the set itself is to be another one. How it deploys to joiners can be mended with all its stacks alone. */
const hasChanged = ({ set, waves, templateBody, chosen }: Pick<Wanted, 'set' | 'waves' | 'templateBody' | 'chosen'>): boolean =>
  set !== undefined &&
  (set.templateBody.trim() !== templateBody.trim() ||
    chosen.all.some(({ was, is }) => was !== is) ||
    (waves.length === 0 && (set.joiners !== 'deployed' || !set.isManaged)))

/** Whoever is armed changes nothing of the set. */
const asTheyAre = ({ all }: Chosen) => all.map(({ name, was = '' }) => ({ name, was, is: was }))

const suspendedAmong = async (options: OrganizationDeployOptions, organization: FoundOrganization): Promise<readonly string[]> => {
  const all = { ...organization, accounts: organization.accounts.map((account) => ({ ...account, state: 'ACTIVE' })) }
  const meant = (await wavesOf(options, all)).flatMap(({ accounts }) => accounts)
  return organization.accounts.flatMap(({ id, state }) => (state !== 'ACTIVE' && meant.includes(id) ? [id] : []))
}

/** What can be known before of AWS Config in accounts: of the own one, and of others by an aggregator. */
async function recordersText(
  accounts: readonly string[],
  { accountId, region }: { readonly accountId: string; readonly region: string },
  aggregator: string | undefined,
): Promise<readonly string[]> {
  const own = accounts.includes(accountId) ? await partOf(configRecorder) : undefined
  const why = own?.kind === 'read' ? whyUsersAreNotRecorded(region, own.value) : undefined
  const ofOwn = why === undefined ? [] : [`${accountId} will fail: ${why}`]
  if (aggregator === undefined)
    return [
      ...ofOwn,
      'Whether accounts have a recorder of AWS Config is not known before, and one without fails. --aggregator NAME tells, where you have one.',
    ]
  const sources = await partOf(aggregatorNamed(aggregator).sources)
  if (sources.kind !== 'read') return [...ofOwn, `What the aggregator ${aggregator} has could not be read: ${sources.why}`]
  const feeding = new Set(sources.value.map((source) => source.accountId))
  const silent = accounts.filter((id) => !feeding.has(id))
  return [
    ...ofOwn,
    ...(silent.length === 0
      ? []
      : [
          `Nothing reaches the aggregator ${aggregator} from ${silent.join(', ')}: AWS Config has no recorder there, most likely, and the stack will fail.`,
        ]),
  ]
}
