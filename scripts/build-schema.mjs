// @ts-check
import { writeFile } from 'node:fs/promises'
import { Findings } from '../dist/findings/findings.js'
import { SCHEMA, schemaText } from './findings-schema.mjs'

await writeFile(new URL(`../${SCHEMA}`, import.meta.url), schemaText(Findings))
