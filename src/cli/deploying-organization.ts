import { CALLED_AS, type CalledAs } from '../deployment/stack-set.ts'
import { Option, type Command, type OptionValues } from '@commander-js/extra-typings'
import { UsageError } from './io.ts'
import { refuseNoIds, refuseStray } from './organization-ids.ts'

/** Which accounts of an organization are meant, and what becomes of them. */
export type OrganizationTargets = {
  readonly ou: readonly string[]
  readonly accounts: readonly string[]
  readonly pilot: string | undefined
  readonly callAs: CalledAs | undefined
  readonly arming: 'arm' | 'disarm' | undefined
  readonly aggregator: string | undefined
  /** Go on with the ledger that an earlier stack left in the accounts. */
  readonly takeLedger: boolean
}

/** What is said on the command line; undefined where it was not. */
export type OrganizationSaid = {
  readonly organization: boolean
  readonly ou?: readonly string[] | undefined
  readonly accounts?: readonly string[] | undefined
  readonly pilot?: string | undefined
  readonly callAs?: CalledAs | undefined
  readonly arm?: true | undefined
  readonly disarm?: true | undefined
  readonly aggregator?: string | undefined
  readonly takeLedger?: true | undefined
}

const options = (): readonly Option[] => [
  new Option('--organization', 'into the accounts of an organization, by a StackSet, unarmed').default(false),
  new Option('--pilot <ou>', 'a unit that goes first: there, the first failure ends it'),
  new Option('--ou <ids...>', 'units, with all accounts below them'),
  new Option('--accounts <ids...>', 'these accounts alone; with --ou, those of them that are in the units'),
  new Option('--arm', 'let those accounts revoke by themselves; changes nothing else'),
  new Option('--disarm', 'let those accounts, or all, revoke nothing by themselves any more; changes nothing else'),
  new Option('--take-ledger', 'with --accounts: go on there with the ledger that an earlier stack left'),
  new Option('--call-as <as>', 'as whom (default: what your account is)').choices(CALLED_AS),
  new Option('--aggregator <name>', 'aggregator of AWS Config in this account that tells which accounts have a recorder'),
]

/** The options of a deployment to an organization. What commander infers of so many takes the compiler long, so it is said here. */
export function withTargets<A extends unknown[], O extends OptionValues>(command: Command<A, O>): Command<A, O & OrganizationSaid> {
  for (const option of options()) command.addOption(option)
  return command as Command<A, O & OrganizationSaid>
}

const NAMES = ['ou', 'accounts', 'pilot', 'callAs', 'arm', 'disarm', 'aggregator', 'takeLedger'] as const

/** @returns undefined where one account is meant; @throws UsageError for options of an organization without --organization, ids that are none, and what does not go together */
export function targetsOf({ organization, ...said }: OrganizationSaid): OrganizationTargets | undefined {
  const { ou = [], accounts = [], pilot, callAs, arm, disarm, aggregator, takeLedger = false } = said
  if (!organization) {
    refuseStray(NAMES, said)
    return undefined
  }
  refuseNoIds(accounts, [...ou, ...(pilot === undefined ? [] : [pilot])])
  if (arm !== undefined && disarm !== undefined) throw new UsageError('Say --arm or --disarm, not both.')
  if (arm !== undefined && ou.length + accounts.length === 0 && pilot === undefined)
    throw new UsageError('Accounts are armed unit by unit: name some with --pilot, --ou or --accounts.')
  if (takeLedger && (accounts.length === 0 || pilot !== undefined || arm !== undefined || disarm !== undefined))
    throw new UsageError('With --take-ledger name the accounts with --accounts, and leave --pilot, --arm and --disarm out.')
  return { ou, accounts, pilot, callAs, arming: arm === undefined ? disarm && 'disarm' : 'arm', aggregator, takeLedger }
}
