import { stackSetNamed } from '../aws/stack-set.ts'
import { accountsReached } from '../deployment/organization-order.ts'
import type { AccountResult } from '../deployment/stack-set.ts'
import {
  organizationDeploymentText,
  organizationOutcomeText,
  resultLine,
  type Carried,
  type OrganizationDeployment,
} from '../reports/organization-deployment-text.ts'
import { plural } from '../text/plural.ts'
import { carryOrdersOut } from './carry-orders-out.ts'
import type { OrganizationTargets } from './deploying-organization.ts'
import type { ParameterOptions } from './deployment-parameters.ts'
import { declined, type Io } from './io.ts'
import { onFirmFooting, refuseOtherRegions } from './organization-footing.ts'
import { asTheyAre, ordersFor, withLedger } from './organization-orders.ts'
import { organizationParameters } from './organization-parameters.ts'
import { DEPLOYING, foundOrganization, wavesOf, type FoundOrganization } from './organization-waves.ts'
import { describedOrganization } from './told-organization.ts'
import { reached, type Reached } from './reached.ts'
import { recordersText } from './recorders-known.ts'
import { refuseUnsharedList } from './refuse-unshared-list.ts'
import { releaseIn, shippedTemplate } from './shipped-template.ts'
import type { Pause } from './waits.ts'

export type OrganizationDeployOptions = ParameterOptions &
  OrganizationTargets & {
    /** Of the StackSet. */
    readonly stackName: string
    readonly dryRun: boolean
    readonly yes: boolean
  }

/** @throws Refusal before anything was changed; UsageError for options; Error, after all was told, where an account failed; Interrupted */
export async function deployOrganization(options: OrganizationDeployOptions, io: Io): Promise<void> {
  const carried = await carryOrganizationOut(options, io)
  const failed = carried.flatMap(({ results }) => results.filter(({ status }) => status === 'FAILED'))
  if (failed.length > 0)
    throw new Error(
      `${plural(failed.length, 'account')} failed. What is said above of ${failed.length === 1 ? 'it' : 'each'} names the reason and the next step.`,
    )
  const ended = carried.find(({ operation }) => operation.status !== 'SUCCEEDED')
  if (ended !== undefined)
    throw new Error(
      `The operation ${ended.operation.id} ended as ${ended.operation.status}${ended.operation.reason === undefined ? '' : `: ${ended.operation.reason}`}.`,
    )
}

/** How AWS is reached, and how time passes. */
type World = { readonly reach: (io: Io) => Promise<Reached>; readonly pause: Pause | undefined }

const OUTSIDE: World = { reach: reached, pause: undefined }

/** The same, where accounts that fail are no error, in whichever world. @returns what came of each operation; none where there is nothing to do */
export async function carryOrganizationOut(
  options: OrganizationDeployOptions,
  io: Io,
  { reach, pause } = OUTSIDE,
): Promise<readonly Carried[]> {
  const { stackName, arming, dryRun, yes } = options
  const here = await reach(io)
  here.sayWrongClock()
  const { accountId, region } = here
  const described = await describedOrganization(DEPLOYING)
  const calledAs = options.callAs ?? (accountId === described.managementAccountId ? 'SELF' : 'DELEGATED_ADMIN')
  const stackSet = stackSetNamed(stackName, calledAs, region)
  const set = await onFirmFooting({ stackSet, calledAs, accountId, region, ...described, stackName }, io)
  const organization = await foundOrganization(described, io)
  const waves = await wavesOf(options, organization)
  const instances = set === undefined ? [] : await stackSet.instances((done, of) => io.progress(`Looking at the stacks: ${done} of ${of}`))
  refuseOtherRegions(instances, region)
  const joined = set === undefined ? [] : await stackSet.unitsOfJoiners()
  const templateBody = await shippedTemplate()
  const chosen = organizationParameters(options, set)
  const { orders, without } = ordersFor({ options, set, instances, waves, templateBody, chosen, joined })
  const sharedList = chosen.all.find(({ name }) => name === 'SharedExclusionsArn')?.is ?? ''
  if (arming === undefined && orders.length > 0 && sharedList !== '')
    await refuseUnsharedList(sharedList, { accountId, region, organizationId: organization.id }, io)
  const deployment: OrganizationDeployment = {
    organizationId: organization.id,
    managementAccountId: organization.managementAccountId,
    region,
    setName: stackName,
    set,
    release: { was: set && releaseIn(set.templateBody), is: releaseIn(templateBody) },
    parameters: arming === undefined ? chosen.all : asTheyAre(chosen),
    accounts: organization.accounts,
    instances,
    orders,
    suspended: await suspendedAmong(options, organization),
    without,
  }
  const shown = organizationDeploymentText(deployment, io.columns)
  if (orders.length === 0) {
    io.out(`No changes: the StackSet ${stackName} is as it is to be in the accounts that are named.`)
    return []
  }
  const reachedAccounts = accountsReached(orders)
  const recorders = arming === undefined ? await recordersText(reachedAccounts, here, options.aggregator) : []
  if (dryRun) {
    io.out([shown, ...recorders].join('\n'))
    return []
  }
  here.sayWho()
  io.note([shown, ...recorders].join('\n'))
  const question = `${arming === 'arm' ? 'ARM' : arming === 'disarm' ? 'Disarm' : 'Deploy to'} ${plural(reachedAccounts.length, 'account')} of organization ${organization.id}, Region ${region}?`
  if (!yes && !(await io.confirm(question))) throw declined()
  let wasInterrupted = false
  void io.interrupted().then(() => (wasInterrupted = true))
  const carried = await carryOrdersOut(
    orders,
    {
      stackSet,
      templateBody,
      chosen,
      overrides: options.takeLedger ? withLedger(reachedAccounts, instances) : new Map<string, string>(),
      onResult: (result: AccountResult) => io.note(resultLine(result, organization.accounts)),
      isInterrupted: () => wasInterrupted,
      howToStop: (id) =>
        `aws cloudformation stop-stack-set-operation --stack-set-name ${stackName} --operation-id ${id} --region ${region}${calledAs === 'SELF' ? '' : ' --call-as DELEGATED_ADMIN'}`,
      pause,
    },
    io,
  )
  const after = await stackSet.now()
  if (after !== undefined) {
    const standing = await stackSet.instances(() => undefined)
    io.out(organizationOutcomeText(carried, standing, after, { accounts: organization.accounts, region }))
  }
  return carried
}

const suspendedAmong = async (options: OrganizationDeployOptions, organization: FoundOrganization): Promise<readonly string[]> => {
  const all = { ...organization, accounts: organization.accounts.map((account) => ({ ...account, state: 'ACTIVE' })) }
  const meant = (await wavesOf(options, all)).flatMap(({ accounts }) => accounts)
  return organization.accounts.flatMap(({ id, state }) => (state !== 'ACTIVE' && meant.includes(id) ? [id] : []))
}
