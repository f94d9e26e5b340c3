import { organizationUnits } from '../aws/organization-units.ts'
import { organizations } from '../aws/organization.ts'
import { standingTotals } from '../deployment/organization-standing.ts'
import { accountsThat } from '../organization/run.ts'
import type { Answered, Asked, Hands } from '../rehearsal/organization-acts.ts'
import type { Seats } from '../rehearsal/organization-rehearsal.ts'
import type { Carried } from '../reports/organization-deployment-text.ts'
import { accountText } from '../reports/run-sentences.ts'
import { messageOf } from '../text/message-of.ts'
import type { Simulator } from '../simulator/index.ts'
import { carryOrganizationOut } from './deploy-organization.ts'
import { EXIT } from './exit-code.ts'
import { Refusal, type Io } from './io.ts'
import { LIST, STACK } from './names.ts'
import { CONCURRENCY, ROLE } from './organization-option.ts'
import { whoCalls } from './reached.ts'
import { readOrganization, type ReadOptions } from './read-organization.ts'
import { failAsItEnded } from './scan-organization.ts'
import { organizationStatus } from './show-organization-status.ts'

type Terms = {
  readonly limitDays: number
  readonly seats: Seats
  /** Call as the operator of that account from now on. */
  readonly callAs: (accountId: string) => void
}

/** The commands themselves, from the security account, with the simulator's time and nobody to ask. */
export function handsOn(simulator: Simulator, { limitDays, seats, callAs }: Terms): Hands {
  return { deploy, scan, standing, units, members }

  /** Before anything is delegated the management account alone is told. */
  async function units() {
    callAs(seats.management)
    return organizationUnits()
  }

  async function members(): Promise<ReadonlyMap<string, string>> {
    callAs(seats.management)
    const accounts = await organizations().accounts()
    return new Map(accounts.flatMap(({ id, name, state }) => (state === 'ACTIVE' ? [[id, name] as const] : [])))
  }

  async function deploy({ pilot, ou = [], accounts = [], arm, takeLedger, shared }: Asked): Promise<Answered> {
    callAs(seats.security)
    const says: string[] = []
    const options = {
      stackName: STACK,
      runbook: undefined,
      maxAge: arm === true ? undefined : limitDays,
      parameters: new Map<string, string>(shared === undefined ? [] : [['SharedExclusionsArn', shared]]),
      ou,
      accounts,
      pilot,
      callAs: undefined,
      arming: arm && ('arm' as const),
      aggregator: undefined,
      takeLedger: takeLedger === true,
      dryRun: false,
      yes: true,
    }
    try {
      const carried = await carryOrganizationOut(options, quiet(says), { reach: whoCalls, pause: (ms) => simulator.advance(ms) })
      const accountsTold = carried.flatMap(({ results }: Carried) =>
        results.map(({ accountId, status, reason }) => ({ accountId, status, ...(reason === undefined ? {} : { reason }) })),
      )
      const hasFailed = carried.some(
        ({ operation, results }) => operation.status !== 'SUCCEEDED' || results.some(({ status }) => status === 'FAILED'),
      )
      return { exitCode: hasFailed ? EXIT.failed : EXIT.done, says: says.flatMap((text) => text.split('\n')), accounts: accountsTold }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { exitCode: EXIT.refused, says: error.message.split('\n'), accounts: [] }
    }
  }

  async function scan(shared: string): Promise<Answered> {
    callAs(seats.security)
    const notes: string[] = []
    const choice = {
      ou: [],
      accounts: [],
      excludeAccounts: [],
      roleName: ROLE,
      externalId: undefined,
      concurrency: CONCURRENCY,
      resume: undefined,
    }
    const ended = await readOrganization(
      reading(limitDays, shared),
      choice,
      { ...quiet([]), note: (text) => void notes.push(text) },
      whoCalls,
    )
    await ended.close()
    const lines = notes.flatMap((note) => /^\[\d+\/\d+\] (.*)$/s.exec(note)?.[1] ?? []).toSorted()
    const skipped = accountsThat(ended.run, 'skipped').map(({ account, outcome }) => `${accountText(account)}: skipped. ${outcome.says}`)
    const accounts = ended.run.accounts.map(({ account, outcome }) => ({
      accountId: account.id,
      status: outcome.kind.toUpperCase(),
      ...(outcome.kind === 'failed' ? { reason: `${outcome.phase}: ${outcome.code}` } : {}),
    }))
    const failure = failureOf(() => failAsItEnded(ended, false))
    return {
      exitCode: failure === undefined ? EXIT.done : EXIT.failed,
      says: [...lines, ...skipped, ...(failure === undefined ? [] : [`iam-cleanup: ${failure}`])],
      accounts,
    }
  }

  async function standing() {
    callAs(seats.security)
    const { accounts } = await organizationStatus({ stackName: STACK, callAs: undefined, aggregator: undefined }, quiet([]), whoCalls)
    if (accounts.kind !== 'read') throw new Error(`How the accounts stand could not be read: ${accounts.why}`)
    const { current, failed, withoutStack, armed, unarmed } = standingTotals(accounts.value)
    const joinedUnarmed = accounts.value.flatMap(({ accountId, arming }) => (arming === 'joined-unarmed' ? [accountId] : []))
    return { current, failed, withoutStack, armed, unarmed, joinedUnarmed }
  }

  /** The result alone is kept. */
  function quiet(says: string[]): Io {
    return {
      out: (text) => void says.push(text),
      progress: () => undefined,
      note: () => undefined,
      colours: false,
      columns: 160,
      called: 'iam-cleanup',
      now: () => simulator.now(),
      confirm: async () => true,
      ask: async () => '',
      interrupted: () => new Promise<void>(() => undefined),
    }
  }
}

const reading = (limitDays: number, sharedExclusions: string): ReadOptions => ({
  limitDays,
  dueWithinDays: 14,
  exclusionParameter: LIST,
  shared: { sharedExclusions },
  ledger: {},
  at: undefined,
  out: undefined,
  narrowing: {},
  live: false,
})

function failureOf(judge: () => void): string | undefined {
  try {
    judge()
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}
