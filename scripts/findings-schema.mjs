// @ts-check
import { toJsonSchema } from '@valibot/to-json-schema'

/** Where the JSON Schema of the findings document lies. */
export const SCHEMA = 'docs/findings.schema.json'

/**
 * The JSON Schema of the findings document. What a schema cannot say, the program checks when it reads one: that days are days of the calendar, the digest, the totals.
 * @param {typeof import('../src/findings/findings.ts').Findings} findings
 */
export const schemaText = (findings) =>
  `${JSON.stringify({ title: 'Findings of IAM Unused User Cleanup', ...toJsonSchema(findings, { ignoreActions: ['check'], target: 'draft-07' }) }, undefined, 2)}\n`
