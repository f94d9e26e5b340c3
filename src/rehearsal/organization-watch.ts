import {
  ConfigServiceClient,
  DescribeConfigRuleEvaluationStatusCommand,
  NoSuchConfigRuleException,
  NoSuchRemediationConfigurationException,
  paginateDescribeRemediationExecutionStatus,
  paginateGetComplianceDetailsByConfigRule,
} from '@aws-sdk/client-config-service'
import type { Simulator } from '../simulator/index.ts'
import type { Happening } from './organization-rehearsal.ts'
import { taken } from './rehearse.ts'

const RULE = 'custom-unused-iam-user-credentials-check'

/** How a verdict begins that the common list decided. */
const BY_SHARED_LIST = 'Excluded by shared entry '

export type Unprotected = { readonly accountId: string; readonly userName: string }

type Of = { readonly accountId: string; readonly name: string }

/** Looks into accounts: whoever was found, was left alone or has lost something since it looked last, and runs that failed. */
export function watchOf(simulator: Simulator) {
  const told = new Set<string>()
  const seen = new Map<string, number>()
  const failing = new Set<string>()
  const refused: Unprotected[] = []
  const found: Unprotected[] = []
  const clients = new Map<string, ConfigServiceClient>()
  return { look, unprotected }

  async function look(accounts: ReadonlyMap<string, string>): Promise<readonly Happening[]> {
    const runs: Happening[] = []
    const happenings: Happening[] = []
    for (const [accountId, name] of accounts)
      try {
        const client = clientOf(accountId)
        runs.push(...(await runIn({ accountId, name }, client)))
        happenings.push(...(await usersIn({ accountId, name }, client)))
      } catch (error) {
        // There is no rule (yet).
        if (!(error instanceof NoSuchConfigRuleException)) throw error
      }
    return [...runs, ...happenings]
  }

  /** Of whom something was to be taken, and was not; else of whom something was found that is still there. */
  function unprotected(): Unprotected | undefined {
    const lost = new Set([...told].filter((each) => each.startsWith('lost ')))
    return refused[0] ?? found.find(({ accountId, userName }) => !lost.has(`lost ${accountId} ${userName}`))
  }

  async function usersIn(of: Of, client: ConfigServiceClient): Promise<readonly Happening[]> {
    const names = new Map(simulator.of(of.accountId).users.map(({ userId, userName }) => [userId, userName]))
    const nameOf = (userId = ''): string => names.get(userId) ?? userId
    return [...(await verdictsIn(of, client, nameOf)), ...lostIn(of), ...(await refusedIn(of, client, nameOf))]
  }

  function clientOf(accessKeyId: string): ConfigServiceClient {
    const { endpoint, region } = simulator
    const client =
      clients.get(accessKeyId) ?? new ConfigServiceClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey: 'rehearsal' } })
    clients.set(accessKeyId, client)
    return client
  }

  async function runIn(of: Of, client: ConfigServiceClient): Promise<readonly Happening[]> {
    const { ConfigRulesEvaluationStatus: [status = {}] = [] } = await client.send(
      new DescribeConfigRuleEvaluationStatusCommand({ ConfigRuleNames: [RULE] }),
    )
    const { LastErrorCode, LastErrorMessage = '' } = status
    if (LastErrorCode === undefined) return failing.delete(of.accountId) ? [{ kind: 'run-recovered', ...of }] : []
    if (failing.has(of.accountId)) return []
    failing.add(of.accountId)
    return [{ kind: 'run-failed', ...of, why: LastErrorMessage }]
  }

  async function verdictsIn(of: Of, client: ConfigServiceClient, nameOf: (userId?: string) => string): Promise<readonly Happening[]> {
    const happenings: Happening[] = []
    for await (const { EvaluationResults = [] } of paginateGetComplianceDetailsByConfigRule(
      { client, pageSize: 100 },
      { ConfigRuleName: RULE },
    ))
      for (const { EvaluationResultIdentifier, ComplianceType, Annotation: why = '' } of EvaluationResults) {
        const userName = nameOf(EvaluationResultIdentifier?.EvaluationResultQualifier?.ResourceId)
        const who = { accountId: of.accountId, userName }
        if (ComplianceType === 'NON_COMPLIANT' && isNew('found', who)) {
          found.push(who)
          happenings.push({ kind: 'found', ...of, userName, why })
        }
        if (why.startsWith(BY_SHARED_LIST) && isNew('excluded', who)) happenings.push({ kind: 'excluded', ...of, userName, why })
      }
    return happenings
  }

  function lostIn(of: Of): readonly Happening[] {
    const { changes } = simulator.of(of.accountId)
    const fresh = changes.slice(seen.get(of.accountId) ?? 0)
    seen.set(of.accountId, changes.length)
    return fresh
      .flatMap((change) => taken(change))
      .map((change) => {
        isNew('lost', { accountId: of.accountId, userName: change.userName })
        const credential = change.action === 'delete-password' ? 'password' : `access key ${change.accessKeyId}`
        return { kind: 'lost', ...of, userName: change.userName, credential }
      })
  }

  async function refusedIn(of: Of, client: ConfigServiceClient, nameOf: (userId?: string) => string): Promise<readonly Happening[]> {
    const happenings: Happening[] = []
    try {
      for await (const { RemediationExecutionStatuses = [] } of paginateDescribeRemediationExecutionStatus(
        { client },
        { ConfigRuleName: RULE },
      ))
        for (const { ResourceKey, State, StepDetails = [] } of RemediationExecutionStatuses) {
          const who = { accountId: of.accountId, userName: nameOf(ResourceKey?.resourceId) }
          if (State !== 'FAILED' || !isNew('refused', who)) continue
          refused.push(who)
          const why = StepDetails.flatMap(({ ErrorMessage }) => ErrorMessage ?? []).join(' ')
          happenings.push({ kind: 'refused', ...of, userName: who.userName, why })
        }
    } catch (error) {
      if (!(error instanceof NoSuchRemediationConfigurationException)) throw error
    }
    return happenings
  }

  function isNew(kind: string, { accountId, userName }: Unprotected): boolean {
    const key = `${kind} ${accountId} ${userName}`
    if (told.has(key)) return false
    told.add(key)
    return true
  }
}
