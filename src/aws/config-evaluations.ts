import {
  ConfigServiceClient,
  paginateGetComplianceDetailsByConfigRule,
  PutEvaluationsCommand,
  type Evaluation,
  type EvaluationResult,
} from '@aws-sdk/client-config-service'
import { collect, mapConcurrently } from '../stream/map-concurrently.ts'
import { clientSettings } from './client-settings.ts'
import { present } from './present.ts'
import { wholeList } from './whole-list.ts'

/** PutEvaluations takes no more in one call. */
const BATCH = 100
const CONCURRENT_BATCHES = 5
const ATTEMPTS = 3

export type EarlierEvaluation = {
  readonly annotation: string
  readonly complianceType: string | undefined
  /** The time of the event that it came of, in milliseconds. */
  readonly ordering: number | undefined
}

/** All at once, or as they come. */
type Evaluations = Iterable<Evaluation> | AsyncIterable<Evaluation>

/** What AWS Config holds of a rule, and the way to give it more. */
export type ConfigEvaluations = {
  /** By resource id. @throws Error where it cannot be read to its end */
  readonly earlier: (ruleName: string, signal: AbortSignal) => Promise<ReadonlyMap<string, EarlierEvaluation>>
  /** @throws Error naming the resources that AWS Config refused three times */
  readonly put: (resultToken: string, evaluations: Evaluations) => Promise<void>
}

export function configEvaluations(): ConfigEvaluations {
  const client = new ConfigServiceClient(clientSettings())
  return { earlier, put }

  async function earlier(ruleName: string, signal: AbortSignal): Promise<ReadonlyMap<string, EarlierEvaluation>> {
    const found = new Map<string, EarlierEvaluation>()
    const query = { ConfigRuleName: ruleName, ComplianceTypes: ['COMPLIANT' as const, 'NON_COMPLIANT' as const] }
    const pages = paginateGetComplianceDetailsByConfigRule({ client, pageSize: BATCH }, query, { abortSignal: signal })
    for await (const result of wholeList(pages, 'EvaluationResults')) found.set(...earlierEvaluation(result))
    return found
  }

  async function put(resultToken: string, evaluations: Evaluations): Promise<void> {
    await collect(mapConcurrently(batchesOf(evaluations), CONCURRENT_BATCHES, (batch) => putBatch(resultToken, batch, ATTEMPTS)))
  }

  async function putBatch(resultToken: string, batch: readonly Evaluation[], attempts: number): Promise<void> {
    const { FailedEvaluations = [] } = await client.send(new PutEvaluationsCommand({ ResultToken: resultToken, Evaluations: [...batch] }))
    if (FailedEvaluations.length === 0) return
    if (attempts > 1) return putBatch(resultToken, FailedEvaluations, attempts - 1)
    const ids = FailedEvaluations.map(({ ComplianceResourceId }) => ComplianceResourceId)
    throw new Error(`AWS Config did not take ${ids.length} evaluations after ${ATTEMPTS} attempts: ${ids.join(', ')}.`)
  }
}

const earlierEvaluation = ({
  EvaluationResultIdentifier,
  Annotation = '',
  ComplianceType,
}: EvaluationResult): [string, EarlierEvaluation] => [
  present(EvaluationResultIdentifier?.EvaluationResultQualifier?.ResourceId, 'EvaluationResultQualifier.ResourceId'),
  { annotation: Annotation, complianceType: ComplianceType, ordering: EvaluationResultIdentifier?.OrderingTimestamp?.getTime() },
]

async function* batchesOf(evaluations: Evaluations): AsyncIterable<readonly Evaluation[]> {
  let batch: Evaluation[] = []
  for await (const evaluation of evaluations) {
    batch.push(evaluation)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
