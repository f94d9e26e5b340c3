import { ActivateOrganizationsAccessCommand, CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { ConfigServiceClient, PutConfigurationRecorderCommand } from '@aws-sdk/client-config-service'
import type { Simulator } from '../simulator/index.ts'
import type { AccountOutcome, AccountsTold, Happening } from './organization-rehearsal.ts'

type Unit = { readonly id: string; readonly name: string; readonly depth: number }

/** What an operator asks of `deploy --organization`. */
export type Asked = {
  readonly pilot?: string
  readonly ou?: readonly string[]
  readonly accounts?: readonly string[]
  readonly arm?: true
  readonly takeLedger?: true
}

export type Answered = { readonly exitCode: number; readonly says: readonly string[]; readonly accounts: readonly AccountOutcome[] }

/** The command line's own hands. */
export type Hands = {
  readonly deploy: (asked: Asked) => Promise<Answered>
  readonly standing: () => Promise<AccountsTold>
  /** Units from the top, each before those below it. */
  readonly units: () => Promise<readonly Unit[]>
  /** Names of the accounts in which somebody can work, by their ids. */
  readonly members: () => Promise<ReadonlyMap<string, string>>
}

type Act = () => Promise<Happening>

/** By then all acts have been played. */
export const LAST_ACT = 14

/** What the operators of an organization do on which day. `joined` grows meanwhile. @throws Error where there are no units */
export function actsOf(
  simulator: Simulator,
  units: readonly Unit[],
  joined: readonly string[],
  hands: Hands,
): { readonly pilot: Unit; readonly acts: ReadonlyMap<number, readonly Act[]> } {
  const pilot = units.find(({ name }) => /pilot/i.test(name)) ?? units.at(-1)
  if (pilot === undefined) throw new Error('The organization has no units: a deployment begins with one, and goes on unit by unit.')
  const others = units.filter(({ depth, id }) => depth === 1 && id !== pilot.id).map(({ id }) => id)
  const failed = new Set<string>()
  const settings = { endpoint: simulator.endpoint, region: simulator.region }
  const acts = new Map<number, readonly Act[]>([
    [0, [asked({ pilot: pilot.id }), activateAccess, asked({ pilot: pilot.id })]],
    [2, [asked({ ou: others }), standing]],
    [4, [asked({ pilot: pilot.id, arm: true })]],
    [6, [...others.map((ou) => asked({ ou: [ou], arm: true })), standing]],
    [11, [standing, async () => asked({ accounts: joined, arm: true })()]],
    [12, [makeRecorders, async () => asked({ accounts: [...failed] })(), async () => asked({ accounts: [...failed], takeLedger: true })()]],
    [LAST_ACT, [standing]],
  ])
  return { pilot, acts }

  function asked(what: Asked): Act {
    return async () => {
      const none = what.ou === undefined && what.pilot === undefined && what.accounts?.length === 0
      if (none) return { kind: 'done', what: `Nothing to be done: no account ${what.arm === true ? 'has joined' : 'has failed'}.` }
      const answered = await hands.deploy(what)
      for (const { accountId, status } of answered.accounts) if (status === 'FAILED') failed.add(accountId)
      return { kind: 'command', command: commandOf(what), ...answered }
    }
  }

  async function activateAccess(): Promise<Happening> {
    await new CloudFormationClient({ ...settings, credentials: operatorOf(simulator.accountId) }).send(
      new ActivateOrganizationsAccessCommand({}),
    )
    return { kind: 'done', what: 'In the management account: aws cloudformation activate-organizations-access' }
  }

  async function makeRecorders(): Promise<Happening> {
    for (const accountId of failed) {
      const config = new ConfigServiceClient({ ...settings, credentials: operatorOf(accountId) })
      const roleARN = `arn:aws:iam::${accountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`
      const recordingGroup = { allSupported: true, includeGlobalResourceTypes: true }
      await config.send(new PutConfigurationRecorderCommand({ ConfigurationRecorder: { name: 'default', roleARN, recordingGroup } }))
    }
    return { kind: 'done', what: `AWS Config is turned on where it was not: ${failed.size === 0 ? 'nowhere' : [...failed].join(', ')}.` }
  }

  async function standing(): Promise<Happening> {
    return { kind: 'standing', ...(await hands.standing()) }
  }
}

const operatorOf = (accessKeyId: string) => ({ accessKeyId, secretAccessKey: 'rehearsal' })

/** As it is typed. */
const commandOf = ({ pilot, ou = [], accounts = [], arm, takeLedger }: Asked): string =>
  [
    'iam-cleanup deploy --organization',
    ...(pilot === undefined ? [] : [`--pilot ${pilot}`]),
    ...(ou.length === 0 ? [] : [`--ou ${ou.join(' ')}`]),
    ...(accounts.length === 0 ? [] : [`--accounts ${accounts.join(' ')}`]),
    ...(arm === true ? ['--arm'] : []),
    ...(takeLedger === true ? ['--take-ledger'] : []),
  ].join(' ')
