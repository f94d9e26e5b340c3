import { CreateStackCommand, DeleteStackCommand, DescribeStacksCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepMessage, type Message } from '../../src/simulator/sns/state.ts'
import type { RoleSession } from '../../src/simulator/world/caller.ts'
import { Sessions } from '../../src/simulator/world/sessions.ts'
import { said } from '../support/said.ts'
import { smallSystem } from '../support/small-stack.ts'
import type { System } from '../support/system.ts'

const DAY_MS = 86_400_000

let system: System
beforeAll(async () => {
  system = await smallSystem()
})
afterAll(() => system.simulator.stop())

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html: "kept for 90 days after the stack is deleted"
test('a deleted stack is forgotten after 90 days', async () => {
  const { cloudFormation, simulator } = system
  const TemplateBody = '{"Resources":{"P":{"Type":"AWS::SSM::Parameter","Properties":{"Type":"String","Value":"v"}}}}'
  const { StackId: StackName } = await cloudFormation.send(new CreateStackCommand({ StackName: 'brief', TemplateBody }))
  await cloudFormation.send(new DeleteStackCommand({ StackName }))
  const listed = async () => (await cloudFormation.send(new ListStacksCommand({}))).StackSummaries?.map((each) => each.StackName)
  await simulator.advance(90 * DAY_MS - 1)
  expect(await listed()).toEqual(['brief'])
  await simulator.advance(1)
  expect(await listed()).toEqual([])
  expect(await said(cloudFormation.send(new DescribeStacksCommand({ StackName })))).toBe(
    `ValidationError: Stack with id ${StackName} does not exist`,
  )
})

const session = (expires: Date | undefined): RoleSession => ({
  accountId: '123456789012',
  roleArn: 'arn:aws:iam::123456789012:role/R',
  roleName: 'R',
  roleId: 'AROA1',
  sessionName: 'me',
  origin: 'ASIA1',
  expires,
  policy: undefined,
})

test('sessions that have ended are put away, and refused all the same', () => {
  const sessions = new Sessions()
  const at = (hours: number) => new Date(hours * 3_600_000)
  sessions.add('SERVICE', session(undefined), at(0))
  for (let n = 0; n < 5_000; n += 1) sessions.add(`ASIA${n}`, session(at(n + 1)), at(n))
  expect(sessions.size).toBeLessThan(1_100)
  expect([sessions.get('ASIA0'), sessions.hasEnded('ASIA0', at(5_000))]).toEqual([undefined, true])
  expect([sessions.get('ASIA4999')?.roleName, sessions.hasEnded('ASIA4999', at(4_999))]).toEqual(['R', false])
  expect(sessions.hasEnded('ASIA4999', at(5_000))).toBe(true)
  expect([sessions.get('SERVICE')?.roleName, sessions.hasEnded('SERVICE', at(5_000))]).toEqual(['R', false])
  expect(sessions.hasEnded('AKIANOBODY', at(5_000))).toBe(false)
})

test('of a topic the last ten thousand messages are kept', () => {
  const topic: Message[] = []
  for (let n = 1; n <= 10_001; n += 1) keepMessage(topic, { at: new Date(0), subject: undefined, text: String(n) })
  expect([topic.length, topic[0]?.text, topic.at(-1)?.text]).toEqual([10_000, '2', '10001'])
})
