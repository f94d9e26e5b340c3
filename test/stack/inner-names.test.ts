import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { INNER_NAMES, lambdaCode } from '../../scripts/lambda-code.mjs'

const NODE_MODULES = new URL('../../node_modules', import.meta.url).pathname

/** Every property that somebody else's declarations have. */
function propertiesOf(folder: string, isMeant: (file: string) => boolean): string[] {
  const files = readdirSync(join(NODE_MODULES, folder), { recursive: true }).map(String)
  return files
    .filter((file) => file.endsWith('.d.ts') && !file.includes('ts3.4') && isMeant(file))
    .map((file) => readFileSync(join(NODE_MODULES, folder, file), 'utf8').replaceAll(/\/\*[^]*?\*\//g, ''))
    .flatMap((text) =>
      [...text.matchAll(/^\s*(?:readonly |static |get |set )*([A-Za-z_$][\w$]*)\??\s*[:(<]/gm)].map(([, name = '']) => name),
    )
}

const CLIENTS = ['config-service', 'iam', 'sns', 'ssm', 'sts'].map((client) => `@aws-sdk/client-${client}/dist-types`)
const SHARED = ['@aws-sdk/types', '@aws-sdk/core', '@smithy/types', '@smithy/core', '@types/node']

/** Of an HTTP field of the SDK, and of Node's performance entries: the function makes and reads neither. */
const NEVER_MET = ['kind']

test('no name that is made short is one of the SDK, of Node or of JavaScript', () => {
  const foreign = new Set([
    ...[...CLIENTS, ...SHARED].flatMap((folder) => propertiesOf(folder, () => true)),
    ...propertiesOf('@typescript', (file) => /lib\.es/.test(file)),
  ])
  expect(['credentials', 'startsWith', 'UserName', 'statusCode'].filter((name) => !foreign.has(name))).toEqual([])
  expect(INNER_NAMES.filter((name) => foreign.has(name))).toEqual(NEVER_MET)
})

test('each is used, and none in quotes, which would stay long', async () => {
  const { readable } = await lambdaCode()
  expect(INNER_NAMES.filter((name) => !new RegExp(`[.{, ]${name}\\b`).test(readable))).toEqual([])
  expect(INNER_NAMES.filter((name) => new RegExp(`['"]${name}["'] in |\\[['"]${name}['"]\\]`).test(readable))).toEqual([])
  expect(new Set(INNER_NAMES).size).toBe(INNER_NAMES.length)
})
