import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { SCHEMA, schemaText } from '../../scripts/findings-schema.mjs'
import { Findings } from '../../src/findings/findings.ts'

test('the JSON Schema in docs is that of the document ("npm run build" writes it)', async () => {
  expect(await readFile(new URL(`../../${SCHEMA}`, import.meta.url), 'utf8')).toBe(schemaText(Findings))
})
