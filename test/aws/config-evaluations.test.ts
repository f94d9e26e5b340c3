import { afterEach, expect, test, vi } from 'vitest'
import { configEvaluations } from '../../src/aws/config-evaluations.ts'
import { answeringServer } from '../support/answering.ts'

afterEach(() => vi.unstubAllEnvs())

/** An AWS Config that always gives these answers, one after the other, and the last one for ever. */
const answering = (...answers: readonly object[]) =>
  answeringServer((_, calls) => JSON.stringify(answers[Math.min(calls, answers.length - 1)]), 'application/x-amz-json-1.1')

const result = (ResourceId: string) => ({
  EvaluationResultIdentifier: { EvaluationResultQualifier: { ResourceId }, OrderingTimestamp: 1_764_072_000 },
  ComplianceType: 'COMPLIANT',
  Annotation: 'why',
})

const never = new AbortController().signal

test('all pages, by resource id', async () => {
  await using _ = await answering({ EvaluationResults: [result('AIDA1')], NextToken: 'more' }, { EvaluationResults: [result('AIDA2')] })
  expect([...(await configEvaluations().earlier('rule', never))]).toEqual([
    ['AIDA1', { annotation: 'why', complianceType: 'COMPLIANT', ordering: 1_764_072_000_000 }],
    ['AIDA2', { annotation: 'why', complianceType: 'COMPLIANT', ordering: 1_764_072_000_000 }],
  ])
})

test('a page that comes for ever is an error, at its second time', async () => {
  await using server = await answering({ EvaluationResults: [result('AIDA1')], NextToken: 'again' })
  await expect(configEvaluations().earlier('rule', never)).rejects.toThrow('AWS cut EvaluationResults short.')
  expect(server.calls()).toBe(2)
})

test('an answer without its results is unknown, not empty', async () => {
  await using _ = await answering({})
  await expect(configEvaluations().earlier('rule', never)).rejects.toThrow('AWS answered without EvaluationResults.')
})

test('a signal ends it', async () => {
  await using _ = await answering({ EvaluationResults: [] })
  await expect(configEvaluations().earlier('rule', AbortSignal.abort())).rejects.toThrow(/abort/i)
})
