import {
  ActivateOrganizationsAccessCommand,
  CloudFormationClient,
  CreateStackCommand,
  CreateStackInstancesCommand,
  CreateStackSetCommand,
  DescribeStacksCommand,
  ListStackSetOperationResultsCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { ConfigServiceClient, PutConfigurationRecorderCommand } from '@aws-sdk/client-config-service'
import {
  DescribeOrganizationCommand,
  EnableAWSServiceAccessCommand,
  ListRootsCommand,
  OrganizationsClient,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations'
import {
  CreateResourceShareCommand,
  DeleteResourceShareCommand,
  EnableSharingWithAwsOrganizationCommand,
  GetResourceSharesCommand,
  RAMClient,
} from '@aws-sdk/client-ram'
import type { Simulator } from '../simulator/index.ts'
import type { Happening, Seats } from './organization-rehearsal.ts'

/** What the package ships, by its name. */
export type TemplateBodies = Readonly<Record<'organization' | 'organization-member', string>>

const STACK_SETS = 'member.org.stacksets.cloudformation.amazonaws.com'
const CONFIG = 'config.amazonaws.com'
const LIST_STACK = 'IamUnusedUserCleanupOrganization'
const MEMBER = 'IamUnusedUserCleanupMember'

/** An operation of a StackSet over a dozen accounts has ended by then. */
const OPERATION_MS = 1_800_000

type Typed = Extract<Happening, { kind: 'typed' }>

/** What operators do in an organization with the AWS CLI, besides our commands. */
export function operatorOf(simulator: Simulator, { management, security }: Seats, templates: TemplateBodies) {
  const { endpoint, region } = simulator
  const as = (accessKeyId: string) => ({ endpoint, region, credentials: { accessKeyId, secretAccessKey: 'rehearsal' } })
  const isApart = management !== security
  const callAs = isApart ? ('DELEGATED_ADMIN' as const) : ('SELF' as const)
  const listing = new CloudFormationClient(as(security))
  const sharing = new RAMClient(as(security))
  let shared: { readonly parameterArn: string; readonly organizationArn: string } | undefined
  const typed = (seat: keyof Seats, commands: readonly string[], says: readonly string[] = []): Typed => ({
    kind: 'typed',
    seat: isApart ? seat : 'management',
    accountId: isApart && seat === 'security' ? security : management,
    commands,
    says,
  })
  return { admit, makeList, makeRoles, exclude, unshare, share, makeRecorders }

  /** StackSets, AWS Config and AWS RAM get to know the organization. */
  async function admit(): Promise<Typed> {
    const organizations = new OrganizationsClient(as(management))
    await new CloudFormationClient(as(management)).send(new ActivateOrganizationsAccessCommand({}))
    await organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal: CONFIG }))
    const delegates = isApart ? [STACK_SETS, CONFIG] : []
    for (const ServicePrincipal of delegates)
      await organizations.send(new RegisterDelegatedAdministratorCommand({ AccountId: security, ServicePrincipal }))
    await new RAMClient(as(management)).send(new EnableSharingWithAwsOrganizationCommand({}))
    return typed('management', [
      'aws cloudformation activate-organizations-access',
      `aws organizations enable-aws-service-access --service-principal ${CONFIG}`,
      ...delegates.map(
        (service) => `aws organizations register-delegated-administrator --account-id ${security} --service-principal ${service}`,
      ),
      'aws ram enable-sharing-with-aws-organization',
    ])
  }

  /** @returns the ARN of the common list, which names nobody yet */
  async function makeList(): Promise<{ readonly arn: string; readonly told: Typed }> {
    const { Organization } = await new OrganizationsClient(as(security)).send(new DescribeOrganizationCommand({}))
    const organizationArn = Organization?.Arn ?? ''
    const Parameters = listParameters({ OrganizationArn: organizationArn, CommonExclusions: ',' })
    await listing.send(
      new CreateStackCommand({ StackName: LIST_STACK, TemplateBody: templates.organization, Parameters, Capabilities: ['CAPABILITY_IAM'] }),
    )
    const { Stacks: [stack] = [] } = await listing.send(new DescribeStacksCommand({ StackName: LIST_STACK }))
    const arn = stack?.Outputs?.find(({ OutputKey }) => OutputKey === 'SharedExclusionsArn')?.OutputValue
    if (arn === undefined) throw new Error(`The stack ${LIST_STACK} is ${stack?.StackStatus}.`)
    shared = { parameterArn: arn, organizationArn }
    const told = typed('security', [
      `${deployList} --capabilities CAPABILITY_IAM --parameter-overrides OrganizationArn=${organizationArn} CommonExclusions=,`,
    ])
    return { arn, told }
  }

  /** The role by which every account can be read; where it cannot be made is said. */
  async function makeRoles(): Promise<readonly Typed[]> {
    const organizations = new OrganizationsClient(as(security))
    const { Roots: [root] = [] } = await organizations.send(new ListRootsCommand({}))
    const { Organization } = await organizations.send(new DescribeOrganizationCommand({}))
    const TemplateBody = templates['organization-member']
    const Parameters = listParameters({
      SecurityAccountId: security,
      OrganizationId: Organization?.Id ?? '',
      SharedExclusionsArn: shared?.parameterArn ?? '',
    })
    const Capabilities = ['CAPABILITY_NAMED_IAM' as const]
    const of = { StackSetName: MEMBER, CallAs: callAs }
    const AutoDeployment = { Enabled: true, RetainStacksOnAccountRemoval: false }
    await listing.send(
      new CreateStackSetCommand({
        ...of,
        TemplateBody,
        Parameters,
        Capabilities,
        PermissionModel: 'SERVICE_MANAGED',
        AutoDeployment,
        ManagedExecution: { Active: true },
      }),
    )
    const { OperationId } = await listing.send(
      new CreateStackInstancesCommand({
        ...of,
        DeploymentTargets: { OrganizationalUnitIds: [root?.Id ?? ''] },
        Regions: [region],
        OperationPreferences: { FailureTolerancePercentage: 100, MaxConcurrentPercentage: 100 },
      }),
    )
    await simulator.advance(OPERATION_MS)
    const { Summaries = [] } = await listing.send(new ListStackSetOperationResultsCommand({ ...of, OperationId }))
    const says = Summaries.flatMap(({ Account, Status, StatusReason = '' }) =>
      Status === 'FAILED' ? [`FAILED: ${Account}: ${StatusReason}`] : [],
    )
    const called = `--stack-set-name ${MEMBER}${isApart ? ' --call-as DELEGATED_ADMIN' : ''}`
    const told = typed(
      'security',
      [
        `aws cloudformation create-stack-set ${called} --template-body file://organization-member.yaml --permission-model SERVICE_MANAGED ...`,
        `aws cloudformation create-stack-instances ${called} --regions ${region} --deployment-targets OrganizationalUnitIds=${root?.Id} ...`,
      ],
      says,
    )
    if (!isApart) return [told]
    await new CloudFormationClient(as(management)).send(
      new CreateStackCommand({ StackName: MEMBER, TemplateBody, Parameters, Capabilities }),
    )
    const alone = `aws cloudformation deploy --stack-name ${MEMBER} --template-file organization-member.yaml --capabilities CAPABILITY_NAMED_IAM ...`
    return [told, typed('management', [alone])]
  }

  /** Put an entry into the common list. */
  async function exclude(entry: string): Promise<Typed> {
    const Parameters = [{ ParameterKey: 'OrganizationArn', UsePreviousValue: true }, ...listParameters({ CommonExclusions: entry })]
    await listing.send(
      new UpdateStackCommand({ StackName: LIST_STACK, UsePreviousTemplate: true, Parameters, Capabilities: ['CAPABILITY_IAM'] }),
    )
    return typed('security', [`${deployList} --capabilities CAPABILITY_IAM --parameter-overrides 'CommonExclusions=${entry}'`])
  }

  /** As it happens by mistake. */
  async function unshare(): Promise<Typed> {
    const { resourceShares = [] } = await sharing.send(
      new GetResourceSharesCommand({ resourceOwner: 'SELF', resourceShareStatus: 'ACTIVE' }),
    )
    const arns = resourceShares.flatMap(({ resourceShareArn }) => resourceShareArn ?? [])
    for (const resourceShareArn of arns) await sharing.send(new DeleteResourceShareCommand({ resourceShareArn }))
    return typed(
      'security',
      arns.map((arn) => `aws ram delete-resource-share --resource-share-arn ${arn}`),
    )
  }

  async function share(): Promise<Typed> {
    const { parameterArn = '', organizationArn = '' } = shared ?? {}
    const name = 'iam-unused-user-cleanup'
    await sharing.send(
      new CreateResourceShareCommand({ name, resourceArns: [parameterArn], principals: [organizationArn], allowExternalPrincipals: false }),
    )
    return typed('security', [
      `aws ram create-resource-share --name ${name} --no-allow-external-principals --resource-arns ${parameterArn} --principals ${organizationArn}`,
    ])
  }

  async function makeRecorders(accounts: Iterable<string>): Promise<Happening> {
    const ids = [...accounts]
    for (const accountId of ids) {
      const roleARN = `arn:aws:iam::${accountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`
      const recordingGroup = { allSupported: true, includeGlobalResourceTypes: true }
      const recorder = { ConfigurationRecorder: { name: 'default', roleARN, recordingGroup } }
      await new ConfigServiceClient(as(accountId)).send(new PutConfigurationRecorderCommand(recorder))
    }
    return { kind: 'done', what: `AWS Config is turned on where it was not: ${ids.length === 0 ? 'nowhere' : ids.join(', ')}.` }
  }
}

const deployList = `aws cloudformation deploy --stack-name ${LIST_STACK} --template-file organization.yaml`

const listParameters = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }))
