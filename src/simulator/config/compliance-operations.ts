import {
  DescribeComplianceByResource$,
  GetComplianceSummaryByConfigRule$,
  type Compliance,
  type DescribeComplianceByResourceRequest,
} from '@aws-sdk/client-config-service'
import { operation } from '../world/operation.ts'
import { cappedCount, complianceOf } from './compliance.ts'
import { page } from './paging.ts'
import { configOf, invalidParameter, type Rule } from './state.ts'

/** What all rules together say of resources, and how many rules say what. */
export const complianceOperations = [
  operation(
    DescribeComplianceByResource$,
    ['ResourceType', 'ResourceId', 'ComplianceTypes', 'Limit', 'NextToken'],
    (input: DescribeComplianceByResourceRequest, { place }) => {
      const { ResourceType, ResourceId, ComplianceTypes } = input
      if (ResourceId !== undefined && ResourceType === undefined)
        throw invalidParameter('The ResourceType must be specified where the ResourceId is.')
      const all = byResource([...configOf(place).rules.values()]).filter(
        (each) =>
          (ResourceType === undefined || each.ResourceType === ResourceType) &&
          (ResourceId === undefined || each.ResourceId === ResourceId) &&
          (ComplianceTypes === undefined || ComplianceTypes.some((type) => type === each.Compliance.ComplianceType)),
      )
      const { items, ...rest } = page(all, input, { initial: 10, maximum: 100 })
      return { ComplianceByResources: items, ...rest }
    },
  ),
  operation(GetComplianceSummaryByConfigRule$, [], (_input: object, { place, now }) => {
    const types = [...configOf(place).rules.values()].map((rule) => complianceOf(rule).ComplianceType)
    const count = (wanted: string) => cappedCount(types.filter((type) => type === wanted).length)
    return {
      ComplianceSummary: {
        CompliantResourceCount: count('COMPLIANT'),
        NonCompliantResourceCount: count('NON_COMPLIANT'),
        ComplianceSummaryTimestamp: now,
      },
    }
  }),
]

type Resource = { readonly ResourceType: string; readonly ResourceId: string; readonly Compliance: Compliance }

/** A resource complies where every rule says so; the contributors are the rules that do not. */
function byResource(rules: readonly Rule[]): readonly Resource[] {
  const verdicts = new Map<string, { readonly type: string; readonly id: string; bad: number }>()
  for (const { results } of rules)
    for (const [key, { evaluation }] of results) {
      const { ComplianceResourceType: type = '', ComplianceResourceId: id = '', ComplianceType } = evaluation
      const verdict = verdicts.get(key) ?? { type, id, bad: 0 }
      if (ComplianceType === 'NON_COMPLIANT') verdict.bad += 1
      verdicts.set(key, verdict)
    }
  return [...verdicts.values()].map(({ type, id, bad }) => ({
    ResourceType: type,
    ResourceId: id,
    Compliance:
      bad === 0 ? { ComplianceType: 'COMPLIANT' } : { ComplianceType: 'NON_COMPLIANT', ComplianceContributorCount: cappedCount(bad) },
  }))
}
