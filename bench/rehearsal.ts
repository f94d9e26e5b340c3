import { readFile } from 'node:fs/promises'
import { rehearse } from '../src/rehearsal/rehearse.ts'
import { Simulator, type AccountDescription } from '../src/simulator/index.ts'

const BRAKE = /( BrakePercent: \{Type: Number, Default: )50\b/

/** A whole rehearsal of an account in which nearly nine of ten are idle, the brake off: how many seconds, of which so many revocations. */
export async function rehearsalOf(
  users: number,
  idle: number,
): Promise<{ readonly users: number; readonly changes: number; readonly functionCalls: number; readonly seconds: number }> {
  const template = await readFile('templates/template.yaml', 'utf8')
  if (!BRAKE.test(template)) throw new Error('The template has no BrakePercent that could be raised.')
  const began = performance.now()
  await using simulator = await Simulator.start({
    at: '2026-11-25T00:00:00Z',
    account: {
      users: Array.from({ length: users }, (_, n) => userOf(n, n < idle)),
      parameters: { '/iam-unused-user-cleanup/excluded-users': ',' },
    },
  })
  const plan = {
    templateBody: template.replace(BRAKE, '$1100'),
    limitDays: 30,
    runbook: 'AwsManaged',
    days: 0,
    onProgress: () => undefined,
  }
  const { changes } = await rehearse(simulator, plan)
  if (changes.length !== idle) throw new Error(`${changes.length} of ${idle} idle credentials were taken.`)
  const seconds = (performance.now() - began) / 1000
  const functionCalls = simulator.calls.filter(
    ({ caller, operation }) => caller.includes('ConfigRuleLambdaRole') && !operation.startsWith('logs:'),
  ).length
  return { users, changes: changes.length, functionCalls, seconds }
}

/** Of the idle, every other one has a password only, the others a key only. */
function userOf(n: number, isIdle: boolean): AccountDescription['users'][number] {
  const user = { name: `user-${String(n).padStart(5, '0')}`, created: '400d' }
  const lastUsed = isIdle ? '100d' : '3d'
  return n % 2 === 0 ? { ...user, accessKeys: [{ created: '400d', lastUsed }] } : { ...user, password: { created: '400d', lastUsed } }
}
