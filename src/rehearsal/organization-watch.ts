import { ConfigServiceClient, NoSuchConfigRuleException, paginateGetComplianceDetailsByConfigRule } from '@aws-sdk/client-config-service'
import type { Simulator } from '../simulator/index.ts'
import type { Happening } from './organization-rehearsal.ts'
import { taken } from './rehearse.ts'

const RULE = 'custom-unused-iam-user-credentials-check'

/** Looks into accounts: whoever is found NON_COMPLIANT, or has lost something, since it looked last. */
export function watchOf(simulator: Simulator) {
  const found = new Set<string>()
  const seen = new Map<string, number>()
  return async (accounts: ReadonlyMap<string, string>): Promise<readonly Happening[]> => {
    const happenings: Happening[] = []
    for (const [accountId, name] of accounts) happenings.push(...(await foundIn(accountId, name)), ...lostIn(accountId, name))
    return happenings
  }

  async function foundIn(accountId: string, name: string): Promise<readonly Happening[]> {
    const names = new Map(simulator.of(accountId).users.map(({ userId, userName }) => [userId, userName]))
    return (await verdictsIn(accountId)).flatMap(({ userId, why }): readonly Happening[] => {
      if (found.has(`${accountId} ${userId}`)) return []
      found.add(`${accountId} ${userId}`)
      return [{ kind: 'found', accountId, name, userName: names.get(userId) ?? userId, why }]
    })
  }

  /** Nobody where there is no rule (yet). */
  async function verdictsIn(accountId: string): Promise<readonly { readonly userId: string; readonly why: string }[]> {
    const { endpoint, region } = simulator
    const client = new ConfigServiceClient({ endpoint, region, credentials: { accessKeyId: accountId, secretAccessKey: 'rehearsal' } })
    const verdicts: { readonly userId: string; readonly why: string }[] = []
    const question = { ConfigRuleName: RULE, ComplianceTypes: ['NON_COMPLIANT' as const] }
    try {
      for await (const { EvaluationResults = [] } of paginateGetComplianceDetailsByConfigRule({ client, pageSize: 100 }, question))
        for (const { EvaluationResultIdentifier: of, Annotation = '' } of EvaluationResults)
          verdicts.push({ userId: of?.EvaluationResultQualifier?.ResourceId ?? '', why: Annotation })
    } catch (error) {
      if (!(error instanceof NoSuchConfigRuleException)) throw error
    }
    return verdicts
  }

  function lostIn(accountId: string, name: string): readonly Happening[] {
    const { changes } = simulator.of(accountId)
    const fresh = changes.slice(seen.get(accountId) ?? 0)
    seen.set(accountId, changes.length)
    return fresh
      .flatMap((change) => taken(change))
      .map((change) => ({
        kind: 'lost',
        accountId,
        name,
        userName: change.userName,
        credential: change.action === 'delete-password' ? 'password' : `access key ${change.accessKeyId}`,
      }))
  }
}
