import { AwsError } from '../world/aws-error.ts'
import type { Organization } from '../world/organization.ts'
import { perAccount, perRegion, type Place, type World } from '../world/world.ts'
import { inventoryOf, type DiscoveredUser } from './inventory.ts'
import { recorderOf, recordsUsers } from './recorder.ts'
import { configOf, type EvaluationResult } from './state.ts'

/** What AWS Config has copied of a rule for aggregators of other accounts. */
type Copy = { readonly ruleArn: string; readonly ruleId: string; readonly results: readonly EvaluationResult[]; readonly at: Date }

export type Aggregator = {
  readonly name: string
  readonly arn: string
  readonly created: Date
  readonly createdBy: string
  roleArn: string
  /** Undefined for all. */
  regions: readonly string[] | undefined
  updated: Date
}

/** By name. */
export const aggregatorsOf = perRegion(() => new Map<string, Aggregator>())

/** Of a rule in an account and a Region, by its name. */
const copiesOf = perRegion(() => new Map<string, Copy>())

/** Accounts of the world that are read for some aggregator, and the rules whose copies are due. */
const copyingOf = perAccount(() => ({ due: new Set<string>() }))

/** AWS tells no figure but "some minutes". What changes in the meantime is in the copy. */
const DELAY_MS = 600_000

/** The results of a rule have changed: aggregators will see it. */
export function noteResults(place: Place, ruleName: string): void {
  const key = `${place.region} ${ruleName}`
  const { due } = copyingOf(place)
  if (due.has(key) || place.world.organization === undefined) return
  due.add(key)
  place.clock.schedule(DELAY_MS, () => {
    due.delete(key)
    const rule = configOf(place).rules.get(ruleName)
    if (rule === undefined) copiesOf(place).delete(ruleName)
    else {
      const { ConfigRuleArn: ruleArn, ConfigRuleId: ruleId } = rule.definition
      copiesOf(place).set(ruleName, { ruleArn, ruleId, results: [...rule.results.values()], at: place.clock.now() })
    }
  })
}

const userCopiesOf = perAccount((): { due: boolean; users: readonly DiscoveredUser[] } => ({ due: false, users: [] }))

/** The users of an account have changed: aggregators will see it. */
export function noteUsers(place: Place): void {
  const copy = userCopiesOf(place)
  if (copy.due || place.world.organization === undefined) return
  copy.due = true
  place.clock.schedule(DELAY_MS, () => {
    copy.due = false
    copy.users = inventoryOf(place).users()
  })
}

/** What an aggregator has of users: those of accounts of which some Region of its own records them. */
export function aggregatedUsers(place: Place, aggregator: Aggregator): readonly { accountId: string; user: DiscoveredUser }[] {
  if (!isReady(place, aggregator)) return []
  const recording = sourcesOf(place, aggregator).filter((source) => recordsUsers(source))
  const accounts = new Map(recording.map((source) => [source.accountId, source]))
  return [...accounts].flatMap(([accountId, source]) => userCopiesOf(source).users.map((user) => ({ accountId, user })))
}

/** What an aggregator has: a row a rule of an account of the organization, in each of its Regions, that has results. */
export type AggregatedRule = Omit<Copy, 'at'> & { readonly place: Place; readonly ruleName: string }

export function aggregatedRules(place: Place, aggregator: Aggregator): readonly AggregatedRule[] {
  return sourcesOf(place, aggregator).flatMap((source) =>
    isReady(place, aggregator)
      ? [...copiesOf(source)].flatMap(([ruleName, copy]) => (copy.results.length === 0 ? [] : [{ place: source, ruleName, ...copy }]))
      : [],
  )
}

/** An aggregator is empty at first. */
const isReady = ({ clock }: Place, { created }: Aggregator): boolean => clock.now().getTime() >= created.getTime() + DELAY_MS

type Source = { readonly place: Place; readonly at: Date | undefined }

/** Accounts and Regions that have a recorder, or had results; when each was copied last. */
export function sourceStates(place: Place, aggregator: Aggregator): readonly Source[] {
  const first = new Date(aggregator.created.getTime() + DELAY_MS)
  return sourcesOf(place, aggregator)
    .filter((source) => recorderOf(source).recorder !== undefined || copiesOf(source).size > 0)
    .map((source) => {
      const latest = [...copiesOf(source).values()].reduce((at, copy) => (copy.at > at ? copy.at : at), first)
      return { place: source, at: isReady(place, aggregator) ? latest : undefined }
    })
}

function sourcesOf({ world }: Place, { regions }: Aggregator): readonly Place[] {
  const members = [...(world.organization?.members.values() ?? [])].filter(({ status }) => status === 'ACTIVE')
  return members.flatMap(({ id }) => (regions ?? regionsOf(world, id)).map((region) => world.place(id, region)))
}

/** Those that were ever asked for. */
const regionsOf = ({ places }: World, accountId: string): readonly string[] =>
  places.flatMap((place) => (place.accountId === accountId ? [place.region] : []))

/** @throws NoSuchConfigurationAggregatorException */
export function requireAggregator(place: Place, name = ''): Aggregator {
  const found = aggregatorsOf(place).get(name)
  if (found === undefined)
    throw new AwsError('NoSuchConfigurationAggregatorException', 400, `The configuration aggregator '${name}' does not exist.`)
  return found
}

export const PRINCIPAL = 'config.amazonaws.com'

/**
 * The organization, for who may aggregate it: the management account, which grants AWS Config trusted access by that, and delegated administrators.
 * @throws NoAvailableOrganizationException, OrganizationAccessDeniedException
 */
export function organizationToAggregate({ world, accountId, clock }: Place): Organization {
  const { organization } = world
  if (organization === undefined || !organization.members.has(accountId))
    throw new AwsError('NoAvailableOrganizationException', 400, 'This account is not in an organization.')
  if (accountId === organization.managementAccountId) {
    if (!organization.trusted.has(PRINCIPAL)) organization.trusted.set(PRINCIPAL, clock.now())
  } else if (!organization.isDelegated(accountId, PRINCIPAL))
    throw new AwsError(
      'OrganizationAccessDeniedException',
      400,
      'This action can be only performed if you are the management account or a delegated administrator of AWS Config.',
    )
  return organization
}
