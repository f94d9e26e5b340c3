import { addToClients } from '../aws/client-settings.ts'
import { organizationUnits } from '../aws/organization-units.ts'
import { organizations } from '../aws/organization.ts'
import { standingTotals } from '../deployment/organization-standing.ts'
import type { Answered, Asked, Hands } from '../rehearsal/organization-acts.ts'
import { rehearseOrganization } from '../rehearsal/rehearse-organization.ts'
import type { Carried } from '../reports/organization-deployment-text.ts'
import { organizationRehearsalJson } from '../reports/organization-rehearsal-json.ts'
import { organizationRehearsalText } from '../reports/organization-rehearsal-text.ts'
import type { Simulator } from '../simulator/index.ts'
import { carryOrganizationOut } from './deploy-organization.ts'
import { describedAccounts } from './described-account.ts'
import { EXIT } from './exit-code.ts'
import { Refusal, UsageError, type Io } from './io.ts'
import { STACK } from './names.ts'
import { whoCalls } from './reached.ts'
import { organizationStatus } from './show-organization-status.ts'
import { startedSimulator } from './started-simulator.ts'
import { version } from './version.ts'

export type OrganizationRehearsalOptions = {
  /** The description of an organization; undefined for the one that ships. */
  readonly file: string | undefined
  readonly at: Date | undefined
  readonly limitDays: number
  readonly days: number
  readonly format: 'table' | 'json'
}

const EXAMPLE = 'organization.json'
const EXAMPLE_TIME = '2026-11-02T09:00:00Z'

/** @throws UsageError for an unusable description, and one without an organization */
export async function playOrganization({ file, at, limitDays, days, format }: OrganizationRehearsalOptions, io: Io): Promise<void> {
  const path = file ?? new URL(`../../examples/${EXAMPLE}`, import.meta.url).pathname
  const account = await describedAccounts(path, io)
  if (!('organization' in account)) throw new UsageError(`${path} describes no organization. examples/${EXAMPLE} shows how one looks.`)
  await using simulator = await startedSimulator({ account, file: path, at: at ?? new Date(EXAMPLE_TIME) })
  const { endpoint, region, accountId } = simulator
  addToClients({
    settings: { endpoint, region, credentials: { accessKeyId: accountId, secretAccessKey: 'rehearsal' } },
    opened: () => undefined,
  })
  const hands = handsOn(simulator, limitDays)
  const rehearsal = await rehearseOrganization(simulator, { limitDays, days, toolVersion: version(), hands, onProgress: io.progress })
  io.out(format === 'json' ? organizationRehearsalJson(rehearsal) : organizationRehearsalText(rehearsal, io.columns))
}

/** The commands themselves, with the simulator's time and nobody to ask. */
function handsOn(simulator: Simulator, limitDays: number): Hands {
  return { deploy, standing, units: organizationUnits, members }

  async function members(): Promise<ReadonlyMap<string, string>> {
    const accounts = await organizations().accounts()
    return new Map(accounts.flatMap(({ id, name, state }) => (state === 'ACTIVE' ? [[id, name] as const] : [])))
  }

  async function deploy({ pilot, ou = [], accounts = [], arm, takeLedger }: Asked): Promise<Answered> {
    const says: string[] = []
    const options = {
      stackName: STACK,
      runbook: undefined,
      maxAge: arm === true ? undefined : limitDays,
      parameters: new Map<string, string>(),
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

  async function standing() {
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
