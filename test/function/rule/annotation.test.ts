import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyText } from '../../support/any-text.ts'
import { isUntold, untold, userEvaluation } from '../../../src/function/rule/evaluation.ts'
import { instant } from '../../../src/judgement/instant.ts'

const INVOCATION = { resultToken: 'token', accountId: '123456789012', now: instant('2026-11-25T12:00:00Z') }

const annotated = (reason: string) => {
  const subject = {
    userName: 'ana',
    userId: 'AIDAIOSFODNN7EXAMPLE',
    arn: 'arn:aws:iam::123456789012:user/ana',
    path: '/',
    groups: new Set<string>(),
    tags: new Map<string, string>(),
  }
  const evaluation = userEvaluation({ subject, finding: { kind: 'excluded', exclusion: { kind: 'tag', reason } } }, 30, INVOCATION)
  if (evaluation === undefined) throw new Error('no evaluation')
  return evaluation
}

const annotationOf = (reason: string): string => annotated(reason).Annotation ?? ''

const HEAD = 'Excluded by tag iam-unused-user-cleanup:excluded: '

test('an annotation of 256 characters stays, a longer one ends in three dots', () => {
  expect(annotationOf('x'.repeat(205))).toBe(`${HEAD}${'x'.repeat(205)}.`)
  expect(annotationOf('x'.repeat(206))).toBe(`${HEAD}${'x'.repeat(203)}...`)
})

test('nothing is cut within what a reader takes for one character', () => {
  // 202 letters, then a sign of two units, which would end at the 254th.
  expect(annotationOf(`${'x'.repeat(202)}\u{20000}${'y'.repeat(20)}`)).toBe(`${HEAD}${'x'.repeat(202)}...`)
  expect(annotationOf(`${'x'.repeat(202)}e\u0301${'y'.repeat(20)}`)).toBe(`${HEAD}${'x'.repeat(202)}...`)
})

test('control characters become spaces', () => {
  expect(annotationOf('a\u001b[2Jb\nc\u0085d')).toBe(`${HEAD}a [2Jb c d.`)
})

test('whatever the reason, at most 256 units, no half character, and the mark of who was not told stays whole', () => {
  fc.assert(
    fc.property(anyText(300), (reason) => {
      const evaluation = annotated(reason)
      const marked = untold(annotationOf(reason), true)
      for (const annotation of [evaluation.Annotation ?? '', marked]) {
        expect(annotation.length).toBeLessThanOrEqual(256)
        expect(annotation).not.toMatch(/\p{Cs}/u)
      }
      expect(isUntold({ annotation: marked })).toBe(true)
      expect(isUntold({ annotation: evaluation.Annotation ?? '' })).toBe(false)
    }),
  )
})
