import type { Script } from './runbook.ts'

const EXPRESSION = /\{\{\s*([^{}\s]+)\s*\}\}/g

/** Variables that every document may use. Dates are UTC. */
const VARIABLES: Readonly<Record<string, (script: Script) => string>> = {
  'automation:EXECUTION_ID': ({ executionId }) => executionId,
  'global:DATE': ({ now }) => now().toISOString().slice(0, 10),
  'global:DATE_TIME': ({ now }) => now().toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '.'),
  'global:REGION': ({ region }) => region,
  'global:ACCOUNT_ID': ({ accountId }) => accountId,
  'global:AWS_PARTITION': () => 'aws',
}

/** What the `{{ expressions }}` in a value refer to, other than variables: `Parameter`, or `Step.Output`. */
export const referencesIn = (value: unknown): readonly string[] =>
  [...JSON.stringify(value).matchAll(EXPRESSION)].map(([, name = '']) => name).filter((name) => !(name in VARIABLES))

/** The value with its expressions replaced. One that is the whole text keeps its type: a map stays a map. */
export function interpolated(value: unknown, script: Script): unknown {
  if (Array.isArray(value)) return value.map((each) => interpolated(each, script))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, interpolated(each, script)]))
  if (typeof value !== 'string') return value
  const [whole] = value.matchAll(EXPRESSION)
  if (whole !== undefined && whole[0] === value.trim()) return valueOf(whole[1] ?? '', script)
  return value.replaceAll(EXPRESSION, (_, name: string) => asText(valueOf(name, script)))
}

function valueOf(name: string, script: Script): unknown {
  const [step = '', output] = name.split('.')
  return VARIABLES[name]?.(script) ?? (output === undefined ? script.parameters[name] : script.outputs[step]?.[output])
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
