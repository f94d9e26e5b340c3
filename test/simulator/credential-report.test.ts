import { CreateUserCommand, GenerateCredentialReportCommand, GetCredentialReportCommand } from '@aws-sdk/client-iam'
import { expect, test } from 'vitest'
import { Simulator } from '../../src/simulator/index.ts'
import { System } from '../support/system.ts'

const HOUR_MS = 3_600_000

test('a report shows the account as it was, for four hours, whatever happens meanwhile', async () => {
  const account = {
    users: [
      { name: 'b,c', password: { created: '10d', lastUsed: '2d' } },
      {
        name: 'Ana',
        accessKeys: [
          { id: 'AKIAZZZZZZZZZZZZZZZZ', created: '1d' },
          { id: 'AKIAAAAAAAAAAAAAAAAA', created: '9d', lastUsed: '3d', active: false },
        ],
      },
      { name: 'gone', passwordLastUsed: '50d' },
    ],
  }
  await using system = new System(await Simulator.start({ at: '2026-11-02T09:00:00Z', account }))
  const get = async (): Promise<string> => {
    try {
      return Buffer.from((await system.iam.send(new GetCredentialReportCommand({}))).Content ?? []).toString()
    } catch (error) {
      return (error as Error).name
    }
  }
  const generate = async (): Promise<string | undefined> => (await system.iam.send(new GenerateCredentialReportCommand({}))).State

  expect(await get()).toBe('CredentialReportNotPresentException')
  system.simulator.order({ operation: 'iam:GetCredentialReport', kind: 'report-in-progress', times: 2 })
  expect(await generate()).toBe('STARTED')
  expect(await get()).toBe('CredentialReportNotReadyException')
  expect(await generate()).toBe('INPROGRESS')
  expect(await generate()).toBe('COMPLETE')
  const first = await get()
  const [head, root, ana, bc, gone, ...rest] = first.split('\n')
  expect(head?.split(',').length).toBe(22)
  expect(root).toMatch(/^<root_account>,arn:aws:iam::123456789012:root,/)
  // Slots in the order of the key ids, not of their creation.
  expect(ana).toMatch(
    /,false,N\/A,N\/A,N\/A,false,false,2026-10-24T09:00:00\+00:00,2026-10-30T09:00:00\+00:00,us-east-1,s3,true,2026-11-01T09:00:00\+00:00,N\/A,N\/A,N\/A,/,
  )
  expect(bc).toMatch(/^"b,c",.*,true,2026-10-31T09:00:00\+00:00,2026-10-23T09:00:00\+00:00,/)
  // The former last use is not shown once the password is gone.
  expect(gone).toMatch(/^gone,[^,]+,[^,]+,false,N\/A,N\/A,/)
  expect(rest).toEqual([])

  await system.iam.send(new CreateUserCommand({ UserName: 'new' }))
  await system.simulator.advance(4 * HOUR_MS - 1_000)
  expect(await generate()).toBe('COMPLETE')
  expect(await get()).toBe(first)
  await system.simulator.advance(2_000)
  expect(await get()).toBe('CredentialReportExpiredException')
  expect(await generate()).toBe('STARTED')
  await system.simulator.advance(2_000)
  expect(await get()).toContain('\nnew,')
})
