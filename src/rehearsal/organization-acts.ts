import type { AccountOutcome, AccountsTold, Happening } from './organization-rehearsal.ts'
import type { operatorOf } from './organization-operator.ts'
import type { Unprotected } from './organization-watch.ts'

export type Unit = { readonly id: string; readonly name: string; readonly depth: number }

/** What an operator asks of `deploy --organization`. */
export type Asked = {
  readonly pilot?: string
  readonly ou?: readonly string[]
  readonly accounts?: readonly string[]
  readonly arm?: true
  readonly takeLedger?: true
  /** ARN of the common list, where the set does not name it yet. */
  readonly shared?: string
}

export type Answered = { readonly exitCode: number; readonly says: readonly string[]; readonly accounts: readonly AccountOutcome[] }

/** The command line's own hands. */
export type Hands = {
  readonly deploy: (asked: Asked) => Promise<Answered>
  /** Read every account by its role. */
  readonly scan: (shared: string) => Promise<Answered>
  readonly standing: () => Promise<AccountsTold>
  /** Units from the top, each before those below it. */
  readonly units: () => Promise<readonly Unit[]>
  /** Names of the accounts in which somebody can work, by their ids. */
  readonly members: () => Promise<ReadonlyMap<string, string>>
}

type Act = () => Promise<Happening | readonly Happening[]>

/** What a day is about, in words, and what is done on it. */
export type Chapter = { readonly title: string; readonly acts: readonly Act[] }

/** By then all acts have been played. */
export const LAST_ACT = 14

type Cast = {
  readonly hands: Hands
  readonly operator: ReturnType<typeof operatorOf>
  readonly limitDays: number
  readonly pilot: Unit
  /** The other units at the top. */
  readonly others: readonly string[]
  /** Grows meanwhile. */
  readonly joined: readonly string[]
  /** Whom the rule would take something from, and something hinders it; the first. */
  readonly unprotected: () => Unprotected | undefined
}

/** What the operators of an organization do on which day. */
export function actsOf({ hands, operator, limitDays, pilot, others, joined, unprotected }: Cast): ReadonlyMap<number, Chapter> {
  const failed = new Set<string>()
  let shared = ''
  return new Map<number, Chapter>([
    [
      0,
      {
        title: 'what is missing is told, and given; the pilot gets its stacks, unarmed',
        acts: [asked({ pilot: pilot.id }), operator.admit, makeList, async () => asked({ pilot: pilot.id, shared })()],
      },
    ],
    [1, { title: 'what the rule has found in the pilot', acts: [] }],
    [
      2,
      {
        title: 'the other units get theirs, and every account the role for reading',
        acts: [asked({ ou: others }), standing, operator.makeRoles],
      },
    ],
    [3, { title: 'every account is looked at, before anything is armed', acts: [scanned] }],
    [4, { title: 'the pilot is armed', acts: [asked({ pilot: pilot.id, arm: true })] }],
    [5, { title: 'what the pilot has lost', acts: [] }],
    [6, { title: 'the other units are armed', acts: [...others.map((ou) => asked({ ou: [ou], arm: true })), standing] }],
    [7, { title: 'what they have lost, and what was refused', acts: [] }],
    [8, { title: 'the common list is changed in one place', acts: [excluded] }],
    [9, { title: 'every account goes by it; then the list is unshared, by mistake', acts: [operator.unshare] }],
    [10, { title: 'without the list nothing is evaluated, and it is told; it is shared again', acts: [operator.share] }],
    [
      11,
      {
        title: 'all runs are well again; who joined is armed on purpose',
        acts: [standing, async () => asked({ accounts: joined, arm: true })()],
      },
    ],
    [
      12,
      {
        title: 'the account that failed is mended',
        acts: [
          () => operator.makeRecorders(failed),
          async () => asked({ accounts: [...failed] })(),
          async () => asked({ accounts: [...failed], takeLedger: true })(),
        ],
      },
    ],
    [13, { title: 'what the rule has found in it', acts: [] }],
    [LAST_ACT, { title: 'how all accounts stand', acts: [standing] }],
  ])

  async function makeList(): Promise<Happening> {
    const { arn, told } = await operator.makeList()
    shared = arn
    return told
  }

  async function scanned(): Promise<Happening> {
    return {
      kind: 'command',
      command: `iam-cleanup scan --organization --max-age ${limitDays} --shared-exclusions ${shared}`,
      ...(await hands.scan(shared)),
    }
  }

  async function excluded(): Promise<Happening> {
    const who = unprotected()
    if (who === undefined) return { kind: 'done', what: 'Nothing to be done: nobody is left whom the common list could protect.' }
    return operator.exclude(`${who.userName};owner=security`)
  }

  function asked(what: Asked): Act {
    return async () => {
      const none = what.ou === undefined && what.pilot === undefined && what.accounts?.length === 0
      if (none) return { kind: 'done', what: `Nothing to be done: no account ${what.arm === true ? 'has joined' : 'has failed'}.` }
      const answered = await hands.deploy(what)
      for (const { accountId, status } of answered.accounts) if (status === 'FAILED') failed.add(accountId)
      return { kind: 'command', command: commandOf(what, limitDays), ...answered }
    }
  }

  async function standing(): Promise<Happening> {
    return { kind: 'standing', ...(await hands.standing()) }
  }
}

/** As it is typed. */
const commandOf = ({ pilot, ou = [], accounts = [], arm, takeLedger, shared = '' }: Asked, limitDays: number): string =>
  [
    'iam-cleanup deploy --organization',
    ...(pilot === undefined ? [] : [`--pilot ${pilot}`]),
    ...(ou.length === 0 ? [] : [`--ou ${ou.join(' ')}`]),
    ...(accounts.length === 0 ? [] : [`--accounts ${accounts.join(' ')}`]),
    arm === true ? '--arm' : `--max-age ${limitDays}`,
    ...(takeLedger === true ? ['--take-ledger'] : []),
    ...(shared === '' ? [] : [`--parameter SharedExclusionsArn=${shared}`]),
  ].join(' ')
