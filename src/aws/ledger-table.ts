import {
  DynamoDBClient,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type AttributeValue,
  type QueryCommandInput,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb'
import type { Instant } from '../judgement/instant.ts'
import { claimText, isMade, parseClaim, type Claims } from '../ledger/claim.ts'
import { eventText, type LedgerEvent } from '../ledger/event.ts'
import { appended, parseItem, type LedgerItem, type Unreadable, type UserLedger } from '../ledger/item.ts'
import type { LedgerTable, Written } from '../ledger/ledger-table.ts'
import { standing } from '../ledger/standing.ts'
import { clientSettings, ending } from './client-settings.ts'
import { describeError, hasName } from './errors.ts'
import { present } from './present.ts'
import { wasRefused } from './refusal.ts'
import type { Session } from './session.ts'

type Row = Readonly<Record<string, AttributeValue>>

/** Partitions of the table that are no user's. */
const CLAIMS = 'administrators'
const BRAKE = 'brake'

/** The ledger in DynamoDB. `signal` ends every call that is still under way. */
export function ledgerTable(TableName: string, signal: AbortSignal, session?: Session): LedgerTable {
  const client = ending(new DynamoDBClient(clientSettings(session)), signal)
  return {
    itemsOf: async (userId, now) => ledgersOf(await partition(userId), now).get(userId) ?? new Map(),
    everything: async (now) => ledgersOf(await all((paging) => client.send(new ScanCommand({ ...paging, TableName }))), now),
    append,
    claims,
    claim: ({ revision, taken }, next) =>
      replace(CLAIMS, 'taken', 'revision', revision, 'taken = :t', { ':t': texts(next.map((each) => claimText(each))) }, async () =>
        isMade(taken, next, (await claims()).taken),
      ),
    count: (day, userId, room) =>
      update(
        BRAKE,
        day,
        'ADD counted :u',
        'attribute_not_exists(counted) OR contains(counted, :id) OR size(counted) < :room',
        { ':u': { SS: [userId] }, ':id': { S: userId }, ':room': number(room) },
        // A call that is repeated passes where the lost one was done.
        async () => false,
      ),
  }

  function append(item: LedgerItem, event: LedgerEvent): Promise<Written> {
    const { userId, credential, events } = item
    const text = eventText(event)
    return replace(
      userId,
      credential,
      'version',
      events.length,
      'standing = :s, events = list_append(if_not_exists(events, :none), :e)',
      { ':s': { S: standing(appended(item, event).events) }, ':none': texts([]), ':e': texts([text]) },
      async () => (await partition(userId)).some((row) => row['events']?.L?.some(({ S }) => S === text)),
    )
  }

  async function claims(): Promise<Claims> {
    const [row] = await partition(CLAIMS)
    return {
      revision: Number(row === undefined ? 0 : present(row['revision']?.N, 'revision')),
      taken: row === undefined ? [] : present(row['taken']?.L, 'taken').map(({ S }) => parseClaim(S)),
    }
  }

  function partition(userId: string): Promise<readonly Row[]> {
    const query = { TableName, KeyConditionExpression: 'userId = :u', ExpressionAttributeValues: { ':u': { S: userId } } }
    return all((paging) => client.send(new QueryCommand({ ...paging, ...query })))
  }

  /** Set what is given, where the number of that name is still what it was when it was read. */
  function replace(
    userId: string,
    credential: string,
    name: string,
    was: number,
    set: string,
    values: Row,
    isThere: IsThere,
  ): Promise<Written> {
    const [condition, old] = was === 0 ? [`attribute_not_exists(${name})`, {}] : [`${name} = :was`, { ':was': number(was) }]
    return update(userId, credential, `SET ${name} = :v, ${set}`, condition, { ':v': number(was + 1), ...old, ...values }, isThere)
  }

  /** A write may have been done though its answer was lost, and its repetition been refused for it: so it is looked for, unless AWS said no at once. */
  async function update(
    userId: string,
    credential: string,
    UpdateExpression: string,
    ConditionExpression: string,
    ExpressionAttributeValues: Row,
    isThere: IsThere,
  ): Promise<Written> {
    try {
      const Key = { userId: { S: userId }, credential: { S: credential } }
      const input = { TableName, Key, UpdateExpression, ConditionExpression, ExpressionAttributeValues }
      await client.send(new UpdateItemCommand(input))
      return { kind: 'written' }
    } catch (error) {
      const isLost = hasName(error, ['ConditionalCheckFailedException'])
      const why = describeError(error)
      if (!isLost && wasRefused(error)) return { kind: 'refused', why }
      try {
        if ((await isThere()) === true) return { kind: 'written' }
        return isLost ? { kind: 'lost' } : { kind: 'unknown', why }
      } catch {
        return { kind: 'unknown', why }
      }
    }
  }
}

type IsThere = () => Promise<boolean | undefined>

const texts = (list: readonly string[]): AttributeValue => ({ L: list.map((S) => ({ S })) })

const number = (value: number): AttributeValue => ({ N: String(value) })

/** Every page of a consistent read. @throws Error for an answer that is cut short or stands still */
async function all(
  page: (paging: Pick<QueryCommandInput, 'ConsistentRead' | 'ExclusiveStartKey'>) => Promise<ScanCommandOutput>,
): Promise<readonly Row[]> {
  const rows: Row[] = []
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined
  do {
    const { Items, Count, LastEvaluatedKey } = await page({ ConsistentRead: true, ...(ExclusiveStartKey && { ExclusiveStartKey }) })
    const isStill = LastEvaluatedKey !== undefined && JSON.stringify(LastEvaluatedKey) === JSON.stringify(ExclusiveStartKey)
    if (present(Items, 'Items').length !== Count || isStill) throw new Error('AWS answered with Items that are cut short.')
    rows.push(...(Items ?? []))
    ExclusiveStartKey = LastEvaluatedKey
  } while (ExclusiveStartKey !== undefined)
  return rows
}

function ledgersOf(rows: readonly Row[], now: Instant): ReadonlyMap<string, UserLedger> {
  const ledgers = new Map<string, Map<string, LedgerItem | Unreadable>>()
  for (const row of rows) {
    const [userId, credential] = [present(row['userId']?.S, 'userId'), present(row['credential']?.S, 'credential')]
    if (userId === CLAIMS || userId === BRAKE) continue
    const ledger = ledgers.get(userId) ?? new Map()
    const stored = { version: row['version']?.N, standing: row['standing']?.S, events: row['events']?.L?.map(({ S }) => S) }
    ledgers.set(userId, ledger.set(credential, parseItem({ userId, credential, ...stored }, now)))
  }
  return ledgers
}
