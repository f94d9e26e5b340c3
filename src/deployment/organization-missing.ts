import type { CalledAs, SetOperation } from './stack-set.ts'

/** On what a deployment to an organization stands. */
export type Footing = {
  readonly accountId: string
  readonly region: string
  readonly managementAccountId: string
  readonly setName: string
  readonly calledAs: CalledAs
  readonly access: 'ENABLED' | 'DISABLED' | 'DISABLED_PERMANENTLY' | 'NOT_FOR_CALLER'
  /** Why the Region is none where AWS Config can record IAM users. */
  readonly regionIsUnfit: string | undefined
  readonly underWay: SetOperation | undefined
}

const STACK_SETS = 'member.org.stacksets.cloudformation.amazonaws.com'

/** What is missing before anything can be done, a sentence each, with the command that mends it. */
export function missing(footing: Footing): readonly string[] {
  const { accountId, region, managementAccountId, setName, calledAs, access, regionIsUnfit, underWay } = footing
  const sentences: string[] = []
  const inManagement = accountId === managementAccountId
  if (calledAs === 'DELEGATED_ADMIN' && inManagement)
    sentences.push(`${accountId} is the management account, not a delegated administrator: leave --call-as out.`)
  else if (calledAs === 'SELF' && !inManagement)
    sentences.push(
      `Only the management account ${managementAccountId} works on StackSets as itself: say --call-as DELEGATED_ADMIN, or leave it out.`,
    )
  else if (access === 'NOT_FOR_CALLER')
    sentences.push(
      `Account ${accountId} is no delegated administrator of StackSets. In the management account ${managementAccountId}: aws organizations register-delegated-administrator --account-id ${accountId} --service-principal ${STACK_SETS}`,
    )
  if (access === 'DISABLED' || access === 'DISABLED_PERMANENTLY')
    sentences.push(
      `StackSets have no trusted access to the organization. In the management account ${managementAccountId}: aws cloudformation activate-organizations-access (aws organizations enable-aws-service-access is not enough)`,
    )
  if (regionIsUnfit !== undefined) sentences.push(regionIsUnfit)
  if (underWay !== undefined)
    sentences.push(
      `The StackSet ${setName} is being worked on (${underWay.action} ${underWay.id}: ${underWay.status}). Wait until that has ended: aws cloudformation describe-stack-set-operation --stack-set-name ${setName} --operation-id ${underWay.id} --region ${region}${calledAs === 'SELF' ? '' : ' --call-as DELEGATED_ADMIN'}`,
    )
  return sentences
}
