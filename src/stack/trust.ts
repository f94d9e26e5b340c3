import { Fn } from 'aws-cdk-lib'

const VERSION = '2012-10-17'

/**
 * Lambda may use the role. No condition on the source: nothing documents which that would be, and a role can only be handed to a function of its own account.
 */
export const lambdaTrust = (): object => serviceTrust('lambda.amazonaws.com')

/** Systems Manager may use the role, for automations of this account and Region. */
export const automationTrust = (): object =>
  trust(
    { Service: 'ssm.amazonaws.com' },
    {
      StringEquals: { 'aws:SourceAccount': Fn.ref('AWS::AccountId') },
      ArnLike: { 'aws:SourceArn': Fn.sub('arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:automation-execution/*') },
    },
  )

/** Any principal of an account may use the role that its own policies allow it, on these conditions. */
export const accountTrust = (accountId: string, StringEquals: object): object =>
  trust({ AWS: Fn.sub('arn:${AWS::Partition}:iam::${Account}:root', { Account: accountId }) }, { StringEquals })

/** A service may use the role. */
export const serviceTrust = (service: string): object => trust({ Service: service })

/** One other role may use the role, and nobody else. */
export const roleTrust = (roleArn: string): object => trust({ AWS: roleArn })

const trust = (Principal: object, Condition?: object): object => ({
  Version: VERSION,
  Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...(Condition === undefined ? {} : { Condition }) }],
})
