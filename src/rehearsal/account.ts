import { GetLoginProfileCommand, NoSuchEntityException, paginateListAccessKeys, paginateListUsers, type User } from '@aws-sdk/client-iam'
import { collect, mapConcurrently } from '../stream/map-concurrently.ts'
import type { Clients } from './clients.ts'
import type { UserState } from './rehearsal.ts'

const CONCURRENT_USERS = 16

/** The users of the account, in the order of their names. */
export async function usersOf({ iam }: Clients): Promise<readonly User[]> {
  const users: User[] = []
  for await (const { Users = [] } of paginateListUsers({ client: iam, pageSize: 1000 }, {})) users.push(...Users)
  return users
}

/** What every user has to get in with. */
export async function statesOf(clients: Clients): Promise<readonly UserState[]> {
  const read = async ({ UserName = '' }: User): Promise<UserState> => ({ userName: UserName, ...(await credentialsOf(clients, UserName)) })
  return collect(mapConcurrently(await usersOf(clients), CONCURRENT_USERS, read))
}

async function credentialsOf(clients: Clients, UserName: string): Promise<Omit<UserState, 'userName'>> {
  const accessKeys: { id: string; status: string }[] = []
  for await (const { AccessKeyMetadata = [] } of paginateListAccessKeys({ client: clients.iam }, { UserName }))
    accessKeys.push(...AccessKeyMetadata.map(({ AccessKeyId = '', Status = '' }) => ({ id: AccessKeyId, status: Status })))
  return { password: await hasPassword(clients, UserName), accessKeys }
}

async function hasPassword({ iam }: Clients, UserName: string): Promise<boolean> {
  try {
    await iam.send(new GetLoginProfileCommand({ UserName }))
    return true
  } catch (error) {
    if (error instanceof NoSuchEntityException) return false
    throw error
  }
}
