import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { ASSETS, assetsText } from '../../../scripts/page-assets.mjs'
import { SCRIPT, STYLE } from '../../../src/reports/html/assets.ts'

test('style and script of pages are made from their sources ("npm run build" makes them)', async () => {
  expect(await readFile(new URL(`../../../${ASSETS}`, import.meta.url), 'utf8')).toBe(await assetsText())
})

test('neither ends its own element, loads anything, or writes HTML', () => {
  expect(`${STYLE}${SCRIPT}`).not.toMatch(
    /<\/|<!--|url\(|@import|@font-face|https?:|fetch|XMLHttp|innerHTML|insertAdjacentHTML|document\.write|eval\(/i,
  )
})
