import { GetFindings$, type AwsSecurityFinding, type GetFindingsRequest, type StringFilter } from '@aws-sdk/client-securityhub'
import { operation } from '../world/operation.ts'
import { enabledHub, invalidInput } from './state.ts'

/** What was imported, as it was imported: without what Security Hub adds of its own. */
export const findingOperations = [
  operation(
    GetFindings$,
    [
      'Filters.Id[].Value',
      'Filters.Id[].Comparison=EQUALS',
      'Filters.ComplianceStatus[].Value',
      'Filters.ComplianceStatus[].Comparison=EQUALS',
      'Filters.RecordState[].Value',
      'Filters.RecordState[].Comparison=EQUALS',
      'Filters.WorkflowStatus[].Value',
      'Filters.WorkflowStatus[].Comparison=EQUALS',
      'MaxResults',
      'NextToken',
    ],
    (
      { Filters: { Id, ComplianceStatus, RecordState, WorkflowStatus } = {}, MaxResults = 10, NextToken }: GetFindingsRequest,
      { place },
    ) => {
      const found = [...enabledHub(place).findings.values()].filter(
        (finding: AwsSecurityFinding) =>
          meets(finding.Id, Id) &&
          meets(finding.Compliance?.Status, ComplianceStatus) &&
          meets(finding.RecordState, RecordState) &&
          meets(finding.Workflow?.Status, WorkflowStatus),
      )
      const from = startOf(NextToken)
      const to = from + MaxResults
      return { Findings: found.slice(from, to), ...(to < found.length ? { NextToken: String(to) } : {}) }
    },
  ),
]

/** One of the values that are given; whatever it is where none are. */
function meets(value: string | undefined, filters: readonly StringFilter[] = []): boolean {
  if (filters.some(({ Value, Comparison }) => Value === undefined || Comparison === undefined))
    throw invalidInput('A filter needs a Value and a Comparison.')
  return filters.length === 0 || filters.some(({ Value }) => Value === value)
}

function startOf(token = '0'): number {
  if (!/^\d{1,9}$/.test(token)) throw invalidInput('The NextToken is not valid.')
  return Number(token)
}
