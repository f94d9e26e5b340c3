import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deployedSystem, LIST, templateBody, type System } from '../support/system.ts'

const NAME = '/iam-unused-user-cleanup/organization'
const ARN = `arn:aws:ssm:us-east-1:123456789012:parameter${NAME}`

const stale = (name: string) => ({ name, password: { created: '400d', lastUsed: '200d' } })

const put = ({ ssm }: System, Value: string) =>
  ssm.send(new PutParameterCommand({ Name: NAME, Type: 'StringList', Value, Overwrite: true }))

const remove = ({ ssm }: System) => ssm.send(new DeleteParameterCommand({ Name: NAME }))

const taken = ({ simulator }: System): string[] =>
  simulator.changes.filter(({ by }) => !by.includes('Operator')).map(({ userName, action }) => `${userName} ${action}`)

/** What the function said of the runbook's orders. */
const said = async (system: System): Promise<string[]> =>
  (await system.log()).flatMap(({ message, outcomes, reason }) =>
    message === 'revocation' || message === 'The order was not carried out.' ? [String(outcomes ?? reason)] : [],
  )

describe('a list that an organization shares, besides the own one, under Guarded', () => {
  let system: System
  beforeAll(async () => {
    const users = ['ana', 'break-glass-1', 'kept', 'late'].map((name) => stale(name))
    system = await deployedSystem({
      users,
      account: { users, parameters: { [LIST]: 'kept', [NAME]: 'arn:aws:iam::*:user/break-glass-*;owner=security,group:Elsewhere' } },
      parameters: { RemediationRunbook: 'Guarded', SharedExclusionsArn: ARN },
    })
    await system.evaluate()
  })
  afterAll(() => system[Symbol.asyncDispose]())

  test('both lists hold, and the verdict says which', async () => {
    expect(await system.verdicts()).toMatchObject({
      ana: { type: 'NON_COMPLIANT' },
      'break-glass-1': {
        type: 'COMPLIANT',
        annotation: 'Excluded by shared entry "arn:aws:iam::*:user/break-glass-*", owner security.',
      },
      kept: { type: 'COMPLIANT', annotation: 'Excluded by entry "kept".' },
      late: { type: 'NON_COMPLIANT' },
    })
    const reads = system.simulator.calls.filter(
      ({ operation, caller }) => operation === 'ssm:GetParameter' && caller.includes('ConfigRuleLambda'),
    )
    expect(reads.map(({ resource }) => resource)).toEqual([`arn:aws:ssm:us-east-1:123456789012:parameter${LIST}`, ARN])
  })

  test('who was put into it after the verdict is spared; the others lose what is unused', async () => {
    await put(system, 'break-glass-*,late')
    await system.remediate()
    expect(taken(system)).toEqual(['ana delete-password'])
    expect(await said(system)).toContain('Password, idle 200 days: protected: Excluded by shared entry "late".')
  })

  test('where it is gone nothing is evaluated, and the run says which list it was', async () => {
    const before = await system.verdicts()
    await remove(system)
    await system.evaluateAgain()
    expect(await system.error()).toMatch(
      new RegExp(`The shared exclusion list ${ARN} is not there, or not shared with this account any more\\. Nothing was evaluated\\.`),
    )
    expect(await system.verdicts()).toEqual(before)
  })

  test('malformed: the same', async () => {
    await put(system, 'ana,b<d')
    await system.evaluateAgain()
    expect(await system.error()).toMatch(new RegExp(`The shared exclusion list ${ARN} is malformed: "b<d"`))
  })
})

test('gone after the verdict: the runbook takes nothing, and says why', async () => {
  const users = [stale('ana')]
  await using system = await deployedSystem({
    users,
    account: { users, parameters: { [LIST]: ',', [NAME]: 'nobody' } },
    parameters: { RemediationRunbook: 'Guarded', SharedExclusionsArn: ARN },
  })
  await system.evaluate()
  expect((await system.verdicts())['ana']?.type).toBe('NON_COMPLIANT')
  await remove(system)
  await system.remediate()
  expect(taken(system)).toEqual([])
  expect(await said(system)).toContainEqual(expect.stringContaining(`The shared exclusion list ${ARN} is not there`))
})

test('without the right to read it nothing is evaluated: the right is granted for that list, and needed', async () => {
  const users = [stale('ana')]
  const template = (await templateBody()).replace(/(Action: 'ssm:GetParameter', Resource: !Ref )SharedExclusionsArn/, "$1'AWS::StackId'")
  expect(template).not.toBe(await templateBody())
  await using system = await deployedSystem({
    users,
    template,
    account: { users, parameters: { [LIST]: ',', [NAME]: 'nobody' } },
    parameters: { RemediationRunbook: 'None', SharedExclusionsArn: ARN },
  })
  await system.evaluate()
  expect(await system.error()).toMatch(new RegExp(`The shared exclusion list ${ARN} could not be read \\(AccessDenied`))
  expect(await system.verdicts()).toEqual({})
})
