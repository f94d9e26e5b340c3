import { aggregatorNamed } from '../aws/aggregator.ts'
import { stackSetNamed } from '../aws/stack-set.ts'
import { accountStandings, type Evaluations } from '../deployment/organization-standing.ts'
import { untoldParts, type OrganizationStatus, type StackSetStatus } from '../deployment/organization-status.ts'
import type { CalledAs, StackSetNow } from '../deployment/stack-set.ts'
import type { Part } from '../deployment/status.ts'
import { aggregateView } from '../organization/aggregate.ts'
import { organizationStatusJson } from '../reports/organization-status-json.ts'
import { organizationStatusText } from '../reports/organization-status-text.ts'
import type { Io } from './io.ts'
import { RULE } from './names.ts'
import { DEPLOYING, foundOrganization } from './organization-waves.ts'
import { describedOrganization } from './told-organization.ts'
import { mapPart, partOf } from './part.ts'
import { reached } from './reached.ts'
import { releaseIn, shippedTemplate } from './shipped-template.ts'

export type OrganizationStatusOptions = {
  /** Of the StackSet. */
  readonly stackName: string
  readonly callAs: CalledAs | undefined
  readonly aggregator: string | undefined
  readonly format: 'table' | 'json'
}

/** @throws Error, after all was shown, where something could not be read */
export async function showOrganizationStatus(options: OrganizationStatusOptions, io: Io): Promise<void> {
  const status = await organizationStatus(options, io)
  io.out(options.format === 'json' ? organizationStatusJson(status) : organizationStatusText(status, io.columns))
  const untold = untoldParts(status)
  if (untold.length > 0) throw new Error(`Not everything could be read: ${untold.join(', ')}. What was said of it names the reason.`)
}

/** What is known of a deployment in an organization. @throws UsageError where the caller is in none */
export async function organizationStatus(
  { stackName, callAs, aggregator }: Omit<OrganizationStatusOptions, 'format'>,
  io: Io,
  reach = reached,
): Promise<OrganizationStatus> {
  const { accountId, region, now, clock, arn, sayWrongClock } = await reach(io)
  sayWrongClock()
  const organization = await foundOrganization(await describedOrganization(DEPLOYING), io)
  const { managementAccountId, accounts } = organization
  const stackSet = stackSetNamed(stackName, callAs ?? (accountId === managementAccountId ? 'SELF' : 'DELEGATED_ADMIN'), region)
  const set = await partOf(stackSet.now)
  const evaluations = await partOf(async () => (aggregator === undefined ? undefined : evaluationsOf(aggregator)))
  const known = evaluations.kind === 'read' ? evaluations.value : undefined
  return {
    organizationId: organization.id,
    managementAccountId,
    region,
    at: now,
    setName: stackName,
    set: await ofSet(set, statusOf),
    accounts: await ofSet(set, async (found) => {
      const instances = await stackSet.instances((done, of) => io.progress(`Looking at the stacks: ${done} of ${of}`))
      return accountStandings({ set: found, instances, accounts, managementAccountId, evaluations: known })
    }).then((part) => mapPart(part, (standings) => standings ?? [])),
    aggregator: mapPart(evaluations, () => aggregator),
  }

  async function statusOf({ templateBody, parameters, joiners }: StackSetNow): Promise<StackSetStatus> {
    return {
      release: releaseIn(templateBody),
      shipped: releaseIn(await shippedTemplate()),
      runbook: parameters.get('RemediationRunbook') ?? 'AwsManaged',
      limitDays: parameters.get('MaxCredentialUsageAge') ?? '',
      joiners,
      underWay: await stackSet.underWay(),
    }
  }

  async function evaluationsOf(name: string): Promise<Evaluations> {
    const { resultsOf, sources } = aggregatorNamed(name)
    const period = set.kind === 'read' ? set.value?.parameters.get('EvaluationFrequency') : undefined
    const aggregate = {
      aggregator: name,
      rule: RULE,
      periodHours: HOURS.get(period ?? '') ?? 24,
      caller: arn,
      region,
      results: await resultsOf(RULE, (done, of) => io.progress(`Reading the verdicts: ${done} of ${of}`)),
      sources: await sources(),
      organization: { kind: 'listed', accounts },
      now: clock(),
    } as const
    const view = aggregateView(aggregate)
    return {
      results: new Map(view.accounts.flatMap(({ id, standing }) => (standing === 'without' ? [] : [[id, standing] as const]))),
      feeding: new Set(aggregate.sources.map((source) => source.accountId)),
    }
  }
}

/** How often the rule runs, in hours: weekly at most does it judge, and daily it runs. */
const HOURS: ReadonlyMap<string, number> = new Map([
  ['One_Hour', 1],
  ['Three_Hours', 3],
  ['Six_Hours', 6],
  ['Twelve_Hours', 12],
  ['TwentyFour_Hours', 24],
  ['Seven_Days', 168],
])

const ofSet = async <T>(set: Part<StackSetNow | undefined>, read: (set: StackSetNow) => Promise<T>): Promise<Part<T | undefined>> =>
  set.kind === 'read' ? partOf(async () => set.value && read(set.value)) : set
