import type { Evaluation } from '@aws-sdk/client-config-service'
import { vi } from 'vitest'
import type { EarlierEvaluation } from '../../../src/aws/config-evaluations.ts'
import { evaluate } from '../../../src/function/rule/evaluate.ts'
import type { Settings } from '../../../src/function/settings.ts'
import type { CredentialReport, Inventory, ListedUser } from '../../../src/inventory/inventory.ts'
import type { AccessKey, Password } from '../../../src/judgement/credential.ts'
import { instant } from '../../../src/judgement/instant.ts'
import { key, password } from '../../support/credentials.ts'
import { LedgerInMemory } from '../../support/ledger-in-memory.ts'

/** A list that another account shares. */
export const SHARED = 'arn:aws:ssm:us-east-1:210987654321:parameter/shared'

export const SETTINGS: Settings = {
  exclusionParameter: '/list',
  sharedExclusionsArn: '',
  ruleName: 'rule',
  ledgerTable: 'ledger',
  limitDays: 30,
  weekly: false,
  brakePercent: 50,
  revokingRoleArn: '',
  topicArn: 'arn:aws:sns:us-east-1:123456789012:people',
  warningDays: 7,
  release: '0.1.0 abc',
}

export type Someone = {
  readonly name: string
  readonly password?: Password
  readonly keys?: readonly AccessKey[]
  readonly tags?: Readonly<Record<string, string>>
  /** Reading the password fails. */
  readonly odd?: boolean
  /** Deleted after the users were listed. */
  readonly deleted?: boolean
  readonly created?: string
}

/** So long ago a password was made that nobody used since, at noon of 2026-11-26. */
export const idle = (name: string, days: number, rest: Partial<Someone> = {}): Someone => ({
  name,
  password: password(new Date(Date.parse('2026-11-26T12:00:00Z') - days * 86_400_000).toISOString()),
  ...rest,
})

export const idOf = (name: string): string => `AIDA${name.toUpperCase()}`

export const keyOf = (made: string): AccessKey => key(made)

/** What AWS Config holds of a user: the annotation, the type, and the event. */
export const heldOf = (annotation: string, complianceType = 'COMPLIANT', ordering = '2026-11-25T12:00:00Z'): EarlierEvaluation => ({
  annotation,
  complianceType,
  ordering: Date.parse(ordering),
})

type Given = {
  /** Runs of other events must not be of the same time: a function remembers of which it told. */
  readonly now?: string
  /** `gone`: there is no such parameter. */
  readonly list?: string
  /** What SHARED says; undefined where it is not there. */
  readonly shared?: string | Error | undefined
  readonly settings?: Partial<Settings>
  readonly earlier?: Readonly<Record<string, EarlierEvaluation>> | Error
  readonly ledger?: LedgerInMemory
  readonly strike?: Parameters<LedgerInMemory['table']>[0]
  readonly notify?: () => Promise<void>
  readonly put?: (count: number) => void
  readonly report?: CredentialReport
}

/** One run of the rule over an account in memory: what AWS Config was given, call by call; what people and the log were told; and the error. */
export async function oneRun(people: readonly Someone[], given: Given = {}) {
  const { now = '2026-11-26T12:00:00Z', list = ',', settings = {}, earlier = {}, ledger = new LedgerInMemory(), report } = given
  const listsRead: string[] = []
  const [puts, messages, log, asked]: [Evaluation[][], string[], Record<string, unknown>[], string[]] = [[], [], [], []]
  for (const level of ['info', 'warn', 'error'] as const)
    vi.spyOn(console, level).mockImplementation((line: Record<string, unknown>) => void log.push({ level, ...line }))
  const door = {
    inventory: inventoryOf(people, report),
    config: {
      earlier: async (ruleName: string) => {
        asked.push(ruleName)
        if (earlier instanceof Error) throw earlier
        return new Map(Object.entries(earlier).map(([name, each]) => [idOf(name), each]))
      },
      put: async (token: string, evaluations: Iterable<Evaluation> | AsyncIterable<Evaluation>) => {
        const batch: Evaluation[] = []
        asked.push(token)
        puts.push(batch)
        for await (const each of evaluations) batch.push(each)
        given.put?.(puts.length)
      },
    },
    readParameter: async (name: string) => {
      listsRead.push(name)
      if (name !== SHARED) return list === 'gone' ? undefined : list
      if (given.shared instanceof Error) throw given.shared
      return given.shared
    },
    outOfTime: new AbortController().signal,
    notify: async (subject: string, text: string) => {
      await given.notify?.()
      messages.push(subject, text)
    },
    table: ledger.table(given.strike ?? (async () => 'do')),
    clock: () => instant(now),
    self: 'arn:aws:lambda:us-east-1:123456789012:function:rule',
  }
  const invocation = { resultToken: 'token', accountId: '123456789012', now: instant(now) }
  const error = await evaluate(invocation, { ...SETTINGS, ...settings }, door).then(
    () => undefined,
    (cause: unknown) => String(cause),
  )
  const texts = puts.map((batch) => batch.map((each) => `${each.ComplianceResourceId} ${each.ComplianceType}: ${each.Annotation}`))
  return { puts: texts, evaluations: puts.flat(), messages, log, asked, listsRead, error }
}

function inventoryOf(people: readonly Someone[], report: CredentialReport = { kind: 'unavailable', why: 'none' }): Inventory {
  const find = ({ userName }: ListedUser): Someone | undefined => people.find(({ name }) => name === userName)
  return {
    async *users() {
      for (const { name, created = '2025-01-01T00:00:00Z' } of people)
        yield {
          userName: name,
          userId: idOf(name),
          arn: `arn:aws:iam::123456789012:user/${name}`,
          path: '/',
          created: instant(created),
          passwordLastUse: { kind: 'never' },
        }
    },
    credentialReport: async () => report,
    passwordOf: async (user) => {
      if (find(user)?.odd === true) throw new Error('throttled')
      return find(user)?.password
    },
    accessKeysOf: async (user) => (find(user)?.deleted === true ? undefined : (find(user)?.keys ?? [])),
    tagsOf: async (user) => new Map(Object.entries(find(user)?.tags ?? {})),
    userNow: async () => undefined,
    userCount: async () => people.length,
    membersOf: async () => undefined,
  }
}
