// @ts-check
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { deflateSync } from 'fflate'
import { minify } from 'terser'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

const HEADER = '// Bundled from src/function of iam-unused-user-cleanup.\n'
const COMPACT_HEADER = '// Minified and deflated. Read template.readable.yaml; "npm run verify" proves that both are of one source.\n'

/**
 * The rule's function as one CommonJS file, twice: as people read it, and the same made small, which fits into a template that needs no bucket. The runtime brings
 * the AWS SDK.
 * @returns {Promise<{ readable: string, compact: string, release: string }>} `release` is the package's version and the sha256 of the readable file
 */
export async function lambdaCode() {
  const readable = ascii(HEADER + spokenComments(await bundled({ legalComments: 'inline', plugins: [COMMENTS_KEPT] })))
  const minified = await smaller(await bundled({ legalComments: 'none', minify: true }))
  const compact = ascii(COMPACT_HEADER + unpacking(minified))
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
  return { readable, compact, release: `${version} ${sha256(readable)}` }
}

/** @param {string} text */
export const sha256 = (text) => createHash('sha256').update(text).digest('hex')

/** @param {import('esbuild').BuildOptions} options */
async function bundled(options) {
  const { outputFiles = [] } = await build({
    // Assigned rather than exported: the usual wrapper of exports would be 400 bytes.
    stdin: {
      contents: "import { handler } from './src/function/handler.ts'; module.exports.handler = handler",
      resolveDir: ROOT,
      sourcefile: 'index.ts',
      loader: 'ts',
    },
    absWorkingDir: ROOT,
    logOverride: { 'commonjs-variable-in-esm': 'silent' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    external: ['@aws-sdk/*'],
    charset: 'ascii',
    logLevel: 'warning',
    ...options,
  })
  return outputFiles[0]?.text ?? ''
}

/**
 * The bundler keeps legal comments alone: for its sake each comment that begins a line and does not speak of a type becomes one.
 * @type {import('esbuild').Plugin}
 */
const COMMENTS_KEPT = {
  name: 'comments-kept',
  setup: (bundler) =>
    bundler.onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      loader: 'ts',
      contents: (await readFile(path, 'utf8')).replaceAll(
        /^( *)(?:\/\*\*((?:(?!\*\/)[^])*\*\/)|\/\/( [^\n]*))(?=\n(?! *(?:export )?(?:type|interface) ))/gm,
        (_, indent, block, line) => `${indent}${block === undefined ? `//!${line}` : `/*!${block}`}`.replaceAll('\u2026', '...'),
      ),
    })),
}

/** @param {string} code */
const spokenComments = (code) => code.replaceAll(/^( *)\/\*!/gm, '$1/**').replaceAll(/^( *)\/\/!/gm, '$1//')

/**
 * A second pass, without anything that the minifier calls unsafe.
 * @param {string} code
 */
async function smaller(code) {
  const { code: minified = '' } = await minify(code, {
    ecma: 2020,
    toplevel: true,
    compress: { passes: 3, hoist_funs: true },
    format: { ascii_only: true, comments: false },
  })
  return `${minified}\n`
}

/**
 * The code deflated, and the line that unpacks and runs it. Made without the machine's own zlib, whose output differs from processor to processor.
 * @param {string} code
 */
function unpacking(code) {
  const packed = Buffer.from(deflateSync(Buffer.from(code), { level: 9 })).toString('base64')
  return `new Function('require','module',require('node:zlib').inflateRawSync(Buffer.from('${packed}','base64')).toString())(require,module)\n`
}

/** @param {string} text */
function ascii(text) {
  const [character] = /[^\n -~]/.exec(text) ?? []
  if (character !== undefined) throw new Error(`The function's code holds ${JSON.stringify(character)}: everything in a template is ASCII.`)
  return text
}
