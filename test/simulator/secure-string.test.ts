import {
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
} from '@aws-sdk/client-ssm'
import { expect, test } from 'vitest'
import { Simulator } from '../../src/simulator/index.ts'
import { System } from '../support/system.ts'

test.for([
  ['not asked for', undefined, /^AQICAH[A-Za-z0-9+/]{85,}=*$/],
  ['not wanted', false, /^AQICAH/],
  ['asked for', true, /^ana$/],
] as const)('the value of a SecureString, its decryption %s, by every way to it', async ([, WithDecryption, value]) => {
  await using system = new System(await Simulator.start({ at: '2026-11-26T12:00:00Z' }))
  const { ssm } = system
  await ssm.send(new PutParameterCommand({ Name: '/list/secret', Type: 'SecureString', Value: 'ana' }))
  await ssm.send(new PutParameterCommand({ Name: '/list/plain', Type: 'StringList', Value: 'ana' }))
  const [Name, Path] = ['/list/secret', '/list']
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name, WithDecryption }))
  const several = await ssm.send(new GetParametersCommand({ Names: [Name, '/list/plain'], WithDecryption }))
  const below = await ssm.send(new GetParametersByPathCommand({ Path, WithDecryption }))
  const history = await ssm.send(new GetParameterHistoryCommand({ Name, WithDecryption }))
  const secret = { Name, Type: 'SecureString', Value: expect.stringMatching(value) }
  const plain = { Name: '/list/plain', Type: 'StringList', Value: 'ana' }
  expect(Parameter).toMatchObject(secret)
  // In the order of their names: API reference, GetParameters.
  expect(several.Parameters).toMatchObject([plain, secret])
  expect(below.Parameters).toMatchObject([secret, plain])
  expect(history.Parameters).toMatchObject([secret])
})
