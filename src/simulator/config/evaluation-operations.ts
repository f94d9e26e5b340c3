import {
  GetComplianceDetailsByConfigRule$,
  GetComplianceDetailsByResource$,
  PutEvaluations$,
  type Evaluation,
  type GetComplianceDetailsByConfigRuleRequest,
  type GetComplianceDetailsByResourceRequest,
  type PutEvaluationsRequest,
} from '@aws-sdk/client-config-service'
import { AwsError } from '../world/aws-error.ts'
import type { Call } from '../world/call.ts'
import { operation } from '../world/operation.ts'
import { noteResults } from './aggregators.ts'
import { shownResult } from './compliance.ts'
import { page } from './paging.ts'
import { invalidParameter, type EvaluationResult, type Rule, configOf } from './state.ts'

const BATCH = 100
const ANNOTATION_LENGTH = 256

export const evaluationOperations = [
  operation(PutEvaluations$, ['ResultToken', 'Evaluations', 'TestMode'], (request: PutEvaluationsRequest, call) =>
    putEvaluations(request, call),
  ),

  operation(
    GetComplianceDetailsByConfigRule$,
    ['ConfigRuleName', 'ComplianceTypes', 'Limit', 'NextToken'],
    (request: GetComplianceDetailsByConfigRuleRequest, { place }) => {
      const { ConfigRuleName = '', ComplianceTypes } = request
      const rule = configOf(place).rule(ConfigRuleName)
      const results = [...rule.results.values()].filter(
        ({ evaluation }) => ComplianceTypes === undefined || ComplianceTypes.some((type) => type === evaluation.ComplianceType),
      )
      const { items, ...rest } = page(results, request, { initial: 10, maximum: 100 })
      return { EvaluationResults: items.map((result) => shownResult(rule.definition.ConfigRuleName, result)), ...rest }
    },
  ),

  operation(
    GetComplianceDetailsByResource$,
    ['ResourceType', 'ResourceId'],
    ({ ResourceType = '', ResourceId = '' }: GetComplianceDetailsByResourceRequest, { place }) => ({
      EvaluationResults: [...configOf(place).rules.values()].flatMap((rule) => {
        const result = rule.results.get(`${ResourceType} ${ResourceId}`)
        return result === undefined ? [] : [shownResult(rule.definition.ConfigRuleName, result)]
      }),
    }),
  ),
]

function putEvaluations({ ResultToken = '', Evaluations = [], TestMode = false }: PutEvaluationsRequest, { place, now }: Call) {
  for (const evaluation of Evaluations) check(evaluation)
  if (Evaluations.length > BATCH)
    throw invalidParameter(
      `1 validation error detected: Value at 'evaluations' failed to satisfy constraint: Member must have length less than or equal to ${BATCH}`,
    )
  const token = configOf(place).tokens.get(ResultToken)
  if (TestMode) return { FailedEvaluations: [] }
  if (token === undefined) throw new AwsError('InvalidResultTokenException', 400, 'The resultToken provided is invalid')
  const facts = { operation: 'config:PutEvaluations', input: {}, now, accountId: place.accountId }
  if (place.world.faults.strike(facts, ['failed-evaluations'])) return { FailedEvaluations: Evaluations }
  const rule = configOf(place).rule(token.ruleName)
  noteResults(place, token.ruleName)
  for (const evaluation of Evaluations) record(rule, { evaluation, recordedAt: now, invokedAt: token.invokedAt })
  return { FailedEvaluations: [] }
}

function check({
  ComplianceType,
  Annotation,
  ComplianceResourceType = '',
  ComplianceResourceId = '',
  OrderingTimestamp,
}: Evaluation): void {
  if (ComplianceType !== 'COMPLIANT' && ComplianceType !== 'NON_COMPLIANT' && ComplianceType !== 'NOT_APPLICABLE')
    throw invalidParameter(`The ComplianceType ${ComplianceType} is not accepted by PutEvaluations.`)
  if (Annotation !== undefined && (Annotation.length < 1 || Annotation.length > ANNOTATION_LENGTH))
    throw invalidParameter(`The annotation must have 1 to ${ANNOTATION_LENGTH} characters.`)
  if (ComplianceResourceType.length < 1 || ComplianceResourceType.length > 256)
    throw invalidParameter('The ComplianceResourceType must have 1 to 256 characters.')
  if (ComplianceResourceId.length < 1 || ComplianceResourceId.length > 768)
    throw invalidParameter('The ComplianceResourceId must have 1 to 768 characters.')
  if (OrderingTimestamp === undefined) throw invalidParameter('The OrderingTimestamp is missing.')
}

/** The newest ordering timestamp wins; NOT_APPLICABLE takes a resource out of the results. */
function record({ results }: Rule, result: EvaluationResult): void {
  const { evaluation } = result
  const key = `${evaluation.ComplianceResourceType} ${evaluation.ComplianceResourceId}`
  const present = results.get(key)?.evaluation.OrderingTimestamp
  if (present !== undefined && evaluation.OrderingTimestamp !== undefined && present > evaluation.OrderingTimestamp) return
  if (evaluation.ComplianceType === 'NOT_APPLICABLE') results.delete(key)
  else results.set(key, result)
}
