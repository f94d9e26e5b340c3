import type { IResolvable } from 'aws-cdk-lib'
import { CfnRole, CfnRolePolicy } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { choose, chooseText, NOTHING } from './choice.ts'
import type { Choices } from './choices.ts'
import {
  awsManagedStatements,
  guardStatements,
  invokingStatements,
  judgingStatements,
  policy,
  publishingStatements,
  sharedListStatements,
  revokingStatements,
  statementsIf,
} from './permissions.ts'
import { automationTrust, lambdaTrust, roleTrust } from './trust.ts'
import type { Settings } from './props.ts'

export type JudgingRole = {
  readonly role: CfnRole
  /** Everything that the role may do: who depends on it meets no missing right. */
  readonly rights: CfnRolePolicy
  /** Empty without the guarded runbook. */
  readonly revokingRoleArn: string
}

/**
 * The function's role. Its rights are one policy beside it and not within: they name the revoking role, which trusts this one. The policy is always there, and so
 * what asks the function can be made to wait for it; only statements come and go.
 */
export function judgingRole(scope: Construct, logGroupArn: string, ledgerTable: string, settings: Settings, choices: Choices): JudgingRole {
  const { guarded, shares, told, boundary } = choices
  const { excludedUsersParameterName, sharedExclusionsArn, notificationTopicArn } = settings
  const role = new CfnRole(scope, 'ConfigRuleLambdaRole', {
    assumeRolePolicyDocument: lambdaTrust(),
    ...boundary,
  })
  const revokingRoleArn = revokingRole(scope, role, choices)?.attrArn ?? ''
  const rights = new CfnRolePolicy(scope, 'ConfigRuleLambdaPolicy', {
    policyName: 'JudgeUsers',
    roleName: role.ref,
    policyDocument: policy([
      ...judgingStatements(excludedUsersParameterName, logGroupArn, ledgerTable),
      ...statementsIf(shares, sharedListStatements(sharedExclusionsArn)),
      ...statementsIf(told, publishingStatements(notificationTopicArn)),
      ...statementsIf(guarded, guardStatements(revokingRoleArn, ledgerTable)),
    ]),
  })
  return { role, rights, revokingRoleArn: chooseText(guarded, revokingRoleArn, '') }
}

function revokingRole(scope: Construct, judging: CfnRole, { guarded, boundary }: Choices): CfnRole | undefined {
  if (guarded.kind === 'known' && !guarded.holds) return undefined
  const role = new CfnRole(scope, 'RevokingRole', {
    assumeRolePolicyDocument: roleTrust(judging.attrArn),
    policies: [{ policyName: 'Revoke', policyDocument: policy(revokingStatements()) }],
    ...boundary,
  })
  if (guarded.kind === 'condition') role.cfnOptions.condition = guarded.condition
  return role
}

/** What the runbook may do: ask the function, or what the AWS-owned one needs, or with None nothing at all. */
export function remediationRole(scope: Construct, functionArn: string, choices: Choices): CfnRole {
  const byUs = { policyName: 'AskTheFunction', policyDocument: policy(invokingStatements(functionArn)) }
  const byAws = { policyName: 'RevokeUnusedCredentials', policyDocument: policy(awsManagedStatements()) }
  return new CfnRole(scope, 'RemediationServiceRole', {
    assumeRolePolicyDocument: automationTrust(),
    policies: policiesOf(choices, byUs, byAws),
    ...choices.boundary,
  })
}

function policiesOf(
  { guarded, remediates }: Choices,
  byUs: CfnRole.PolicyProperty,
  byAws: CfnRole.PolicyProperty,
): CfnRole.PolicyProperty[] | IResolvable {
  if (guarded.kind === 'known' && remediates.kind === 'known') return guarded.holds ? [byUs] : remediates.holds ? [byAws] : []
  const otherwise = choose<object[] | string>(remediates, [spelledOut(byAws)], NOTHING)
  return choose<unknown>(guarded, [spelledOut(byUs)], otherwise) as IResolvable
}

/** A policy within a function of CloudFormation, which the CDK hands on as it is. */
const spelledOut = ({ policyName, policyDocument }: CfnRole.PolicyProperty): object => ({
  PolicyName: policyName,
  PolicyDocument: policyDocument,
})
