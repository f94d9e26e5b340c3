import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TagUserCommand } from '@aws-sdk/client-iam'
import { PutParameterCommand } from '@aws-sdk/client-ssm'
import { expect, test } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { seededRandom } from '../../src/simulator/world/random.ts'
import { Dice } from '../support/crowd.ts'
import { recordedIo } from '../support/io.ts'
import { seeds } from '../support/seeds.ts'
import { deployedSystem, LIST, type System } from '../support/system.ts'

/**
 * test/revocation/interleavings.test.ts in a shorter form, through template and command line: AWS Config remediates by the guarded runbook, two applies and a restore run, and
 * people exclude, tag and sign in, all at once; calls of AWS take as long as the seed decides. STORM_RUNS=100 plays more, STORM_SEED=n one.
 */
const RUNS = Number(process.env['STORM_RUNS'] ?? 2)

const idle = { created: '400d', lastUsed: '200d' }
const PEOPLE = [
  { name: 'boss-a', password: idle, administrator: true },
  { name: 'boss-b', password: idle, administrator: true },
  { name: 'bea', password: idle },
  { name: 'carl', password: idle },
  { name: 'dora', password: idle },
]
const EXCLUDED = 'listed-before'
/** Protected or in use only when everybody was judged and planned already: whoever acts must look again. */
const SPARED = ['listed-after', 'tagged-after', 'signed-in-after']

test.for(seeds(RUNS))('everybody at once, seed %i', async (seed) => {
  const dice = new Dice(seededRandom(seed))
  const folder = await mkdtemp(join(tmpdir(), 'iam-cleanup-test-'))
  const users = [...PEOPLE, ...[EXCLUDED, ...SPARED].map((name) => ({ name, password: idle }))].map((user) => ({
    ...user,
    created: '400d',
  }))
  await using system = await deployedSystem({ users, list: EXCLUDED, seed, parameters: { RemediationRunbook: 'Guarded' } })
  const cli = async (...argv: readonly string[]): Promise<string> => {
    const { io, out, notes } = recordedIo(true, () => system.simulator.now())
    await run([...argv, '--region', 'us-east-1', '--endpoint-url', system.simulator.endpoint], io)
    return [...out, ...notes].join('\n')
  }
  process.env['AWS_ACCESS_KEY_ID'] = process.env['AWS_SECRET_ACCESS_KEY'] = 'test'
  try {
    const file = join(folder, 'plan.json')
    await cli('plan', '--max-age', '30', '--out', file)
    await system.evaluate()
    // Where the rule does not run, no runbook does, and nothing is shown.
    expect(await system.error()).toBeUndefined()
    await list(system)
    await tag(system, 'tagged-after')
    system.simulator.signIn('signed-in-after')
    for (const ms of [3, 10, 40]) system.simulator.order({ operation: '*', kind: 'delay', ms, probability: 0.3 })
    const applies = Array.from({ length: 2 }, () => cli('apply', file, '--yes', '--brake-percent', '100'))
    await Promise.all([system.remediate(), live(system, dice), cli('restore', dice.pick(PEOPLE).name, '--yes'), ...applies])
    system.simulator.clearFaults()
    const taken = system.simulator.changes.filter(({ action }) => action === 'delete-password').map(({ userName }) => userName)
    expect(taken).not.toEqual([])
    expect(taken.filter((name) => name === EXCLUDED || SPARED.includes(name))).toEqual([])
    const inside = (): readonly string[] => system.simulator.users.flatMap(({ userName, password }) => (password ? [userName] : []))
    expect(inside().filter((name) => name.startsWith('boss'))).not.toEqual([])
    // What was taken is given back, by the ledger alone.
    for (const name of new Set(taken)) if (!inside().includes(name)) await cli('restore', name, '--yes')
    expect(inside().toSorted()).toEqual(users.map(({ name }) => name).toSorted())
    const from = system.simulator.changes.length
    await system.evaluateAgain()
    await system.remediate()
    expect(system.simulator.changes.slice(from).filter(({ userName }) => taken.includes(userName))).toEqual([])
  } finally {
    await rm(folder, { recursive: true })
  }
})

const list = ({ ssm }: System, ...names: readonly string[]) =>
  ssm.send(new PutParameterCommand({ Name: LIST, Value: [EXCLUDED, 'listed-after', ...names].join(','), Overwrite: true }))

const tag = ({ iam }: System, UserName: string) =>
  iam.send(new TagUserCommand({ UserName, Tags: [{ Key: 'iam-unused-user-cleanup:excluded', Value: 'yes' }] }))

/** People do what people do, now and then. */
async function live(system: System, dice: Dice): Promise<void> {
  const { simulator } = system
  for (let deeds = 0; deeds < 4; deeds += 1) {
    await new Promise((resolve) => setTimeout(resolve, dice.below(60)))
    const { name } = dice.pick(PEOPLE)
    const deed = dice.below(3)
    if (deed === 0) await list(system, name)
    if (deed === 1) await tag(system, name)
    if (deed === 2 && simulator.users.find(({ userName }) => userName === name)?.password === true) simulator.signIn(name)
  }
}
