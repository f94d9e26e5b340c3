// @ts-check
import { readFile } from 'node:fs/promises'
import { sha256 } from './lambda-code.mjs'
import { TABLE, withTable } from './templates.mjs'

/**
 * What was built, compared with what lies in a folder: a line for each file, and a complaint where anything differs.
 * @param {Awaited<ReturnType<typeof import('./templates.mjs').templates>>} built
 * @param {URL} base
 */
export async function comparison({ files, table }, base) {
  /** @param {string} path */
  const lying = async (path) => (await readFile(new URL(path, base))).toString('latin1')
  const document = Buffer.from(await lying(TABLE).catch(() => ''), 'latin1').toString()
  const all = [...files, /** @type {const} */ ([TABLE, withTable(document, table)])]
  const lines = []
  let differing = 0
  for (const [path, text] of all) {
    const found = await lying(path).catch(() => undefined)
    const same = found === Buffer.from(text).toString('latin1')
    if (!same) differing += 1
    lines.push(`${same ? 'same   ' : found === undefined ? 'MISSING' : 'DIFFERS'}  ${sha256(text)}  ${path}\n`)
  }
  const complaint = `${differing} of ${all.length} files are not what the sources make ("npm run build" writes them anew).\n`
  return differing === 0 ? { out: lines.join(''), complaint: '', exitCode: 0 } : { out: lines.join(''), complaint, exitCode: 1 }
}
