import { Fn, Stack, Token } from 'aws-cdk-lib'
import { CfnConfigurationAggregator } from 'aws-cdk-lib/aws-config'
import { CfnRole } from 'aws-cdk-lib/aws-iam'
import { CfnResourceShare } from 'aws-cdk-lib/aws-ram'
import { CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns'
import { CfnParameter } from 'aws-cdk-lib/aws-ssm'
import { Construct } from 'constructs'
import { faultsText, parseList } from '../exclusions/list.ts'
import { checkProps, propsOf } from './checked-props.ts'
import { whetherNot } from './choice.ts'
import { ORGANIZATION_PARAMETERS } from './organization-parameters.ts'
import { organizationMayPublish, policy } from './permissions.ts'
import { serviceTrust } from './trust.ts'

const NAME = 'iam-unused-user-cleanup'

export type OrganizationProps = {
  readonly organizationArn: string
  /** Entries of the common exclusion list, separated by commas; `,` for none. */
  readonly commonExclusions: string
  /** Full name of the SSM parameter with that list. */
  readonly commonExclusionsName?: string
  /** Name of the aggregator of AWS Config; empty for none. */
  readonly aggregatorName?: string
}

const TAKEN = propsOf(ORGANIZATION_PARAMETERS)

/** What an organization has once, in its security account: the common exclusion list, shared with every account; a topic that all may publish to; an aggregator of all verdicts. */
export class Organization extends Construct {
  /** What accounts take as SharedExclusionsArn. */
  readonly sharedExclusionsArn: string
  /** What accounts take as NotificationTopicArn. */
  readonly topic: CfnTopic

  /** @throws Error for a value that the parameter of that name would refuse, for one that is missing, and for a list that could not be read */
  constructor(scope: Construct, id: string, props: OrganizationProps) {
    super(scope, id)
    checkProps('Organization', TAKEN, props)
    const { organizationArn, commonExclusions } = props
    refuseMalformed(commonExclusions)
    this.sharedExclusionsArn = sharedList(
      this,
      organizationArn,
      props.commonExclusionsName ?? ORGANIZATION_PARAMETERS.CommonExclusionsName.default,
      commonExclusions,
    )
    this.topic = topic(this, idIn(organizationArn))
    aggregator(this, props.aggregatorName ?? ORGANIZATION_PARAMETERS.AggregatorName.default)
  }
}

function refuseMalformed(entries: string): void {
  const list = Token.isUnresolved(entries) ? undefined : parseList(entries, 'shared')
  if (list?.kind === 'malformed') throw new Error(`commonExclusions cannot be read: ${faultsText(list.faults)}.`)
}

/** The id at the end of an organization's ARN. */
const idIn = (arn: string): string => Token.asString(Fn.select(1, Fn.split('/', arn)))

/** Whoever is outside of the organization never gets it; whoever leaves it loses it. */
function sharedList(scope: Construct, organizationArn: string, name: string, value: string): string {
  const list = new CfnParameter(scope, 'CommonExclusionList', { name, type: 'StringList', tier: 'Advanced', value })
  const arn = Fn.sub('arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter${List}', { List: list.ref })
  new CfnResourceShare(scope, 'CommonExclusionShare', {
    name: NAME,
    allowExternalPrincipals: false,
    principals: [organizationArn],
    resourceArns: [arn],
  })
  return arn
}

function topic(scope: Construct, organizationId: string): CfnTopic {
  const made = new CfnTopic(scope, 'Topic', { topicName: NAME })
  new CfnTopicPolicy(scope, 'TopicPolicy', { topics: [made.ref], policyDocument: policy(organizationMayPublish(made.ref, organizationId)) })
  return made
}

/** Its role names a policy of AWS's own: what AWS Config needs to know of an organization is for AWS to say. */
function aggregator(scope: Construct, configurationAggregatorName: string): void {
  const wanted = whetherNot(scope, 'Aggregates', configurationAggregatorName, '')
  if (wanted.kind === 'known' && !wanted.holds) return
  const role = new CfnRole(scope, 'AggregatorRole', {
    assumeRolePolicyDocument: serviceTrust('config.amazonaws.com'),
    managedPolicyArns: [Fn.sub('arn:${AWS::Partition}:iam::aws:policy/service-role/AWSConfigRoleForOrganizations')],
  })
  const made = new CfnConfigurationAggregator(scope, 'Aggregator', {
    configurationAggregatorName,
    organizationAggregationSource: { roleArn: role.attrArn, awsRegions: [Stack.of(scope).region], allAwsRegions: false },
  })
  if (wanted.kind === 'condition') for (const each of [role, made]) each.cfnOptions.condition = wanted.condition
}
