// @ts-check
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Where the style and the script of HTML pages lie, as the program takes them in. */
export const ASSETS = 'src/reports/html/assets.ts'

const BROWSER = new URL('../src/reports/html/browser/', import.meta.url)

/** The style and the script of HTML pages, from their sources: as constants, so that a page needs no file beside the program, and its hashes are the same wherever it is made. */
export async function assetsText() {
  const style = await readFile(new URL('page.css', BROWSER), 'utf8')
  return `// Made by "npm run build" from the files in browser/. Do not edit.

export const STYLE = ${literal(style)}

export const SCRIPT = ${literal(await script())}
`
}

/** Readable: who reads the page's source may read what runs in it. */
async function script() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('main.ts', BROWSER))],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    charset: 'ascii',
    logLevel: 'error',
  })
  return (outputFiles[0]?.text ?? '').replaceAll(/^ *\/\/ src\/.*\n/gm, '')
}

/** @param {string} text */
const literal = (text) => `\`\n${text.trim().replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\n\``
