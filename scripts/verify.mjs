// @ts-check
import { pathToFileURL } from 'node:url'
import { comparison } from './comparison.mjs'
import { templates } from './templates.mjs'

// Build everything anew, and compare it with what lies there: in this repository, or in the folder that is named.
const [folder] = process.argv.slice(2)
const base = folder === undefined ? new URL('..', import.meta.url) : pathToFileURL(`${folder}/`)
const { out, complaint, exitCode } = await comparison(await templates(), base)
process.stdout.write(out)
process.stderr.write(complaint)
process.exitCode = exitCode
