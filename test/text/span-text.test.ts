import { expect, test } from 'vitest'
import { spanText } from '../../src/text/span-text.ts'

const MINUTE = 60_000

test.for<[minutes: number, says: string]>([
  [1, '1 minute'],
  [6, '6 minutes'],
  [119, '119 minutes'],
  [120, '2 hours'],
  [60 * 47, '47 hours'],
  [60 * 48, '2 days'],
  [60 * 24 * 100, '100 days'],
])('%s minutes are told as %s', ([minutes, says]) => {
  expect(spanText(minutes * MINUTE)).toBe(says)
})
