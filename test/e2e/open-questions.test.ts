import { readFile } from 'node:fs/promises'
import { DescribeRemediationExecutionStatusCommand } from '@aws-sdk/client-config-service'
import { DescribeAutomationExecutionsCommand } from '@aws-sdk/client-ssm'
import { describe, expect, test } from 'vitest'
import { parseAccount } from '../../src/simulator/index.ts'
import { POSITIONS, type OpenQuestions } from '../../src/simulator/world/open-questions.ts'
import { deployedSystem, LIST, RULE, type System } from '../support/system.ts'

/** Every position of every question of AWS's that its documents leave open, the others being as strict as can be. */
const EVERY: readonly Partial<OpenQuestions>[] = Object.entries(POSITIONS).flatMap(([question, positions]) =>
  positions.map((position) => ({ [question]: position }) as Partial<OpenQuestions>),
)

const article = async () =>
  parseAccount(JSON.parse(await readFile(new URL('../../examples/article-account.json', import.meta.url), 'utf8')))

const changes = ({ simulator }: System): string[] => simulator.changes.map(({ userName, action }) => `${userName} ${action}`)

async function states({ config }: System): Promise<(string | undefined)[]> {
  const { RemediationExecutionStatuses = [] } = await config.send(new DescribeRemediationExecutionStatusCommand({ ConfigRuleName: RULE }))
  return RemediationExecutionStatuses.map(({ State }) => State)
}

describe.for(EVERY)('where AWS is taken to behave so: %j', (openQuestions) => {
  test.for(['AwsManaged', 'Guarded'] as const)("the article's walk-through comes out the same with %s", async (RemediationRunbook) => {
    const { users, parameters = {} } = await article()
    await using system = await deployedSystem({ users, list: parameters[LIST], parameters: { RemediationRunbook }, openQuestions })
    await system.evaluate()
    await system.remediate()
    expect(changes(system)).toEqual(['test-active-user2 delete-password'])
    expect(await states(system)).toEqual(['SUCCEEDED'])
    await system.evaluateAgain()
    expect(Object.values(await system.verdicts()).map(({ type }) => type)).toEqual(['COMPLIANT', 'COMPLIANT', 'COMPLIANT'])
    expect(await system.error()).toBeUndefined()
  })

  test('Guarded: what is refused fails the execution with its reason, what crashes fails it too, and what is excluded meanwhile is left alone', async () => {
    const stale = (name: string) => ({ name, created: '400d', password: { created: '400d', lastUsed: '200d' } })
    await using system = await deployedSystem({
      users: [stale('ana'), stale('bob'), { name: 'eve', created: '400d', password: { created: '400d', lastUsed: '1d' } }],
      parameters: { RemediationRunbook: 'Guarded', MaximumAutomaticAttempts: '1' },
      openQuestions,
    })
    await system.evaluate()
    system.simulator.order({ operation: 'iam:DeleteLoginProfile', kind: 'refuse', where: { UserName: 'ana' } })
    system.simulator.order({ operation: 'iam:DeleteLoginProfile', kind: 'crash', where: { UserName: 'bob' }, times: 1 })
    await system.remediate()
    expect(changes(system)).toEqual([])
    expect(await states(system)).toEqual(['FAILED', 'FAILED'])
    const { AutomationExecutionMetadataList = [] } = await system.ssm.send(new DescribeAutomationExecutionsCommand({}))
    const reasons = AutomationExecutionMetadataList.map(({ FailureMessage }) => FailureMessage ?? '').toSorted((one) =>
      one.includes('ana:') ? 1 : -1,
    )
    expect(reasons).toEqual([
      expect.stringMatching(/Runtime exited|The function|failed/),
      expect.stringMatching(/ana: not everything could be revoked. Password, idle 200 days: refused: AccessDenied/),
    ])
  })
})
