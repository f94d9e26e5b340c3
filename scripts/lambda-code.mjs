// @ts-check
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { minify } from 'terser'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

const HEADER = '// Bundled from src/lambda of iam-unused-user-cleanup.\n'
const MINIFIED_HEADER = '// Read template.readable.yaml.\n'

/**
 * The rule's function as one CommonJS file, twice: as people read it, and the same made small, which fits into a template that needs no bucket. The runtime brings
 * the AWS SDK.
 * @returns {Promise<{ readable: string, minified: string, release: string }>} `release` is the package's version and the sha256 of the readable file
 */
export async function lambdaCode() {
  const readable = ascii(HEADER + spokenComments(await bundled({ legalComments: 'inline', plugins: [COMMENTS_KEPT] })))
  const minified = ascii(
    MINIFIED_HEADER +
      (await smaller(await bundled({ legalComments: 'none', minify: true, mangleProps: new RegExp(`^(${INNER_NAMES.join('|')})$`) }))),
  )
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
  return { readable, minified, release: `${version} ${sha256(readable)}` }
}

/**
 * Names of our own properties that never leave the function: no shape or setting of the SDK, no object of JavaScript and no line of the log has them (a test looks).
 * They may be made short, as names of variables are.
 */
export const INNER_NAMES = `
  kind credential idleDays idleDaysAtMost lastUse passwordLastUse restored proven finding candidates evaluations complianceType
  annotation ordering held standing selector faults outOfTime inventory credentialReport passwordOf accessKeysOf tagsOf userNow administrators
  membersOf listed findings accessKeys passwordEnabled exclusionParameter brakePercent warningDays revokingRoleArn topicArn ruleName weekly
  isHere failOnUnknown isDone proof exists pattern invocation revoker deactivateKey deletePassword everybody earlier tally isWanted
  revocations applies legal created instant newest exclusion make csv looksMs resultToken
`
  .trim()
  .split(/\s+/)

/** @param {string} text */
export const sha256 = (text) => createHash('sha256').update(text).digest('hex')

/** @param {import('esbuild').BuildOptions} options */
async function bundled(options) {
  const { outputFiles = [] } = await build({
    // Assigned rather than exported: the usual wrapper of exports would be 400 bytes.
    stdin: {
      contents: "import { handler } from './src/lambda/handler.ts'; module.exports.handler = handler",
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

/** @param {string} text */
function ascii(text) {
  const [character] = /[^\n -~]/.exec(text) ?? []
  if (character !== undefined) throw new Error(`The function's code holds ${JSON.stringify(character)}: everything in a template is ASCII.`)
  return text
}
