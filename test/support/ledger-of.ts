import { PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb'
import { eventText, type LedgerEvent } from '../../src/ledger/event.ts'
import { standing } from '../../src/ledger/standing.ts'
import { TABLE } from './ledger-table.ts'
import type { System } from './system.ts'

const idOf = ({ simulator }: Pick<System, 'simulator'>, userName: string): string =>
  simulator.users.find((user) => user.userName === userName)?.userId ?? ''

/** Every event of a user's credentials, oldest first. */
export async function eventsOf(system: System, userName = 'ana'): Promise<Readonly<Record<string, readonly LedgerEvent[]>>> {
  const query = { KeyConditionExpression: 'userId = :u', ExpressionAttributeValues: { ':u': { S: idOf(system, userName) } } }
  const { Items = [] } = await system.dynamoDb.send(new QueryCommand({ TableName: TABLE, ConsistentRead: true, ...query }))
  return Object.fromEntries(
    Items.map(({ credential, events }) => [credential?.S ?? '', (events?.L ?? []).map(({ S = '' }) => JSON.parse(S) as LedgerEvent)]),
  )
}

/** The latest event of each credential, in short: `revoked 2026-11-02T09:02:01Z idle 200`. */
export async function ledgerOf(system: System, userName = 'ana'): Promise<Readonly<Record<string, string>>> {
  const latest = Object.entries(await eventsOf(system, userName)).map(([credential, events]) => {
    const { kind, at, idleDays } = events.at(-1) ?? {}
    const when = String(at).replace(/\.\d+/, '')
    return [credential, `${kind} ${when}${idleDays === undefined ? '' : ` idle ${idleDays}`}`] as const
  })
  return Object.fromEntries(latest)
}

/** Put events into a ledger as if they had been written; what is no event is put as it is. */
export async function sow(system: System, userName: string, credential: string, events: readonly (LedgerEvent | string)[]): Promise<void> {
  const read = events.filter((event) => typeof event !== 'string')
  await system.dynamoDb.send(
    new PutItemCommand({
      TableName: TABLE,
      Item: {
        userId: { S: idOf(system, userName) },
        credential: { S: credential },
        version: { N: String(events.length) },
        standing: { S: standing(read) },
        events: { L: events.map((event) => ({ S: typeof event === 'string' ? event : eventText(event) })) },
      },
    }),
  )
}
