import { ListDiscoveredResourcesCommand } from '@aws-sdk/client-config-service'
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  GetAccessKeyLastUsedCommand,
  ListUsersCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam'
import { expect, test } from 'vitest'
import { smallSystem } from '../support/small-stack.ts'
import type { System } from '../support/system.ts'

const listed = async ({ iam }: System) => (await iam.send(new ListUsersCommand({}))).Users?.map(({ UserName }) => UserName)

const discovered = async ({ config }: System, resourceIds?: string[]) =>
  (
    await config.send(new ListDiscoveredResourcesCommand({ resourceType: 'AWS::IAM::User', ...(resourceIds && { resourceIds }) }))
  ).resourceIdentifiers?.map(({ resourceName }) => resourceName)

test('users are listed by name in any case, also after a change of name, a deletion and another of the same name', async () => {
  await using system = await smallSystem()
  for (const UserName of ['carl', 'Bea', 'ana']) await system.iam.send(new CreateUserCommand({ UserName }))
  expect(await listed(system)).toEqual(['ana', 'Bea', 'carl'])
  await system.iam.send(new UpdateUserCommand({ UserName: 'ANA', NewUserName: 'Dora' }))
  expect(await listed(system)).toEqual(['Bea', 'carl', 'Dora'])
  await system.iam.send(new DeleteUserCommand({ UserName: 'bea' }))
  expect(await listed(system)).toEqual(['carl', 'Dora'])
  await system.iam.send(new CreateUserCommand({ UserName: 'ana' }))
  expect(await listed(system)).toEqual(['ana', 'carl', 'Dora'])
})

test('AWS Config finds users by id, each once, in the order of their names; who is gone it does not find', async () => {
  await using system = await smallSystem({
    account: {
      users: [
        { name: 'bea', id: 'AIDABEA0000000000000' },
        { name: 'ana', id: 'AIDAANA0000000000000' },
      ],
    },
  })
  const both = ['AIDABEA0000000000000', 'AIDAANA0000000000000', 'AIDABEA0000000000000', 'AIDANOBODY0000000000']
  expect(await discovered(system, both)).toEqual(['ana', 'bea'])
  await system.iam.send(new UpdateUserCommand({ UserName: 'ana', NewUserName: 'zoe' }))
  expect(await discovered(system, both)).toEqual(['bea', 'zoe'])
  await system.iam.send(new DeleteUserCommand({ UserName: 'bea' }))
  expect(await discovered(system, both)).toEqual(['zoe'])
  expect(await discovered(system)).toEqual(['zoe'])
})

test.for<[what: string, input: object, said: RegExp]>([
  ['deleted ones', { includeDeletedResources: true }, /does not honour includeDeletedResources/],
  ['more than twenty ids', { resourceIds: Array.from({ length: 21 }, (_, n) => `AIDA${n}`) }, /no more than 20 resourceIds/],
  ['ids and a name', { resourceIds: ['AIDAANA'], resourceName: 'ana' }, /not both/],
])('AWS Config is asked for %s: refused', async ([, input, said]) => {
  await using system = await smallSystem()
  await expect(system.config.send(new ListDiscoveredResourcesCommand({ resourceType: 'AWS::IAM::User', ...input }))).rejects.toThrow(said)
})

test('AWS Config may know a user by a name of another time', async () => {
  await using system = await smallSystem({ account: { users: [{ name: 'ana', id: 'AIDAANA0000000000000' }] } })
  system.simulator.hideFromConfig('AIDAANA0000000000000', 'bea')
  expect([await discovered(system), await listed(system)]).toEqual([['bea'], ['ana']])
})

test('a key is found from the moment that it is made until it is deleted, under the name that its user has now', async () => {
  await using system = await smallSystem({
    account: { users: [{ name: 'ana', accessKeys: [{ id: 'AKIAIOSFODNN7EXAMPLE', created: '10d' }] }] },
  })
  const ownerOf = async (AccessKeyId: string | undefined) =>
    (await system.iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))).UserName
  const { AccessKey } = await system.iam.send(new CreateAccessKeyCommand({ UserName: 'ana' }))
  await system.iam.send(new UpdateUserCommand({ UserName: 'ana', NewUserName: 'Zoe' }))
  expect(await ownerOf('AKIAIOSFODNN7EXAMPLE')).toBe('Zoe')
  expect(await ownerOf(AccessKey?.AccessKeyId)).toBe('Zoe')
  await system.iam.send(new DeleteAccessKeyCommand({ UserName: 'zoe', AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' }))
  await expect(ownerOf('AKIAIOSFODNN7EXAMPLE')).rejects.toThrow('cannot be found')
  expect(await ownerOf(AccessKey?.AccessKeyId)).toBe('Zoe')
})
