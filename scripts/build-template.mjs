// @ts-check
import { readFile, writeFile } from 'node:fs/promises'
import { TABLE, templates, withTable } from './templates.mjs'

/** @param {string} path */
const inRepository = (path) => new URL(`../${path}`, import.meta.url)

const { files, table } = await templates()
for (const [path, text] of files) await writeFile(inRepository(path), text)
await writeFile(inRepository(TABLE), withTable(await readFile(inRepository(TABLE), 'utf8'), table))
