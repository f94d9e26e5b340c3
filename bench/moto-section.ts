import { hasMoto } from '../test/support/installed.ts'
import { motoWith } from '../test/support/moto.ts'
import { accountOf, type Composition } from './account.ts'
import { delayingProxy } from './delaying-proxy.ts'
import { LATENCY_MS } from './rule-section.ts'
import { runRule } from './rule-run.ts'

const DAY_MS = 86_400_000

export const motoSection = async (): Promise<string> =>
  hasMoto() ? againstMoto({ users: 5_000, unusedPercent: 5 }) : 'moto is not on this machine: not measured.'

async function againstMoto(composition: Composition): Promise<string> {
  const users = accountOf(composition)
  const ago = (age = '0d'): string => new Date(Date.now() - Number.parseInt(age, 10) * DAY_MS).toISOString()
  await using server = await motoWith(
    users.map(({ name, id = '', created, password, accessKeys = [] }) => ({
      name,
      id,
      created: ago(created),
      ...(password === undefined ? {} : { password: { lastUsed: ago(password.lastUsed) } }),
      accessKeys: accessKeys.map((key) => ({ id: key.id ?? '', created: ago(key.created), lastUsed: ago(key.lastUsed), active: true })),
    })),
  )
  await using proxy = await delayingProxy(server.endpoint, LATENCY_MS)
  const run = await runRule({
    users: [],
    latencyMs: LATENCY_MS,
    source: 'report-first',
    endpoints: { AWS_ENDPOINT_URL_IAM: proxy.endpoint },
  })
  const calls = run.calls + proxy.requests()
  const unused = [...run.verdicts.values()].filter((verdict) => verdict === 'NON_COMPLIANT').length
  if (run.verdicts.size !== users.length || unused !== (composition.users * composition.unusedPercent) / 100)
    throw new Error(`moto: ${run.verdicts.size} verdicts, ${unused} unused`)
  return (
    `${users.length.toLocaleString('en')} users, ${composition.unusedPercent} % unused, ${LATENCY_MS} ms a call, IAM served by moto: ` +
    `${calls.toLocaleString('en')} calls (${(calls / users.length).toFixed(3)} a user), ${run.seconds.toFixed(1)} s, ${run.megabytes} MB, no error, ` +
    `${unused} users NON_COMPLIANT as made.`
  )
}
