// @ts-check
import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { sha256 } from './lambda-code.mjs'
import { TABLE, templates, withTable } from './templates.mjs'

// Build everything anew, and compare it with what lies there: in this repository, or in the folder that is named.
const [folder] = process.argv.slice(2)
const base = folder === undefined ? new URL('..', import.meta.url) : pathToFileURL(`${folder}/`)

/** @param {string} path */
const lying = async (path) => (await readFile(new URL(path, base))).toString('latin1')

/**
 * @param {string} path
 * @param {string} text
 */
async function compare(path, text) {
  const found = await lying(path).catch(() => undefined)
  const same = found === Buffer.from(text).toString('latin1')
  process.stdout.write(`${same ? 'same   ' : found === undefined ? 'MISSING' : 'DIFFERS'}  ${sha256(text)}  ${path}\n`)
  return same
}

const { files, table } = await templates()
const document = Buffer.from(await lying(TABLE).catch(() => ''), 'latin1').toString()
const all = [...files, /** @type {const} */ ([TABLE, withTable(document, table)])]
let differing = 0
for (const [path, text] of all) if (!(await compare(path, text))) differing += 1
if (differing > 0) {
  process.stderr.write(`${differing} of ${all.length} files are not what the sources make ("npm run build" writes them anew).\n`)
  process.exitCode = 1
}
