import { Fn, Token } from 'aws-cdk-lib'
import type { CfnRoleProps } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { chooseText, NOTHING, whether, whetherNot, type Choice } from './choice.ts'
import type { Settings } from './props.ts'

/** Everything that differs with the settings. */
export type Choices = {
  /** Whether our runbook remediates. */
  readonly guarded: Choice
  /** Whether any runbook may. */
  readonly remediates: Choice
  /** Whether an organization shares a list. */
  readonly shares: Choice
  /** Whether there is a topic. */
  readonly told: Choice
  /** Whether that topic is one that an alarm takes: CloudWatch refuses topics of another Region. */
  readonly alarmed: Choice
  /** For each role. */
  readonly boundary: Pick<CfnRoleProps, 'permissionsBoundary'>
}

export function choicesOf(scope: Construct, settings: Settings): Choices {
  const { remediationRunbook, sharedExclusionsArn, notificationTopicArn, permissionsBoundaryArn } = settings
  const told = whetherNot(scope, 'Told', notificationTopicArn, '')
  return {
    guarded: whether(scope, 'Guarded', remediationRunbook, 'Guarded'),
    remediates: whetherNot(scope, 'Remediates', remediationRunbook, 'None'),
    shares: whetherNot(scope, 'Shares', sharedExclusionsArn, ''),
    told,
    alarmed: told.kind === 'known' && !told.holds ? told : whether(scope, 'Alarmed', regionOf(notificationTopicArn), Fn.ref('AWS::Region')),
    boundary: boundaryOf(scope, permissionsBoundaryArn),
  }
}

/** The fourth part of an ARN, and nothing for the empty text. */
const regionOf = (arn: string): string =>
  Token.isUnresolved(arn) ? Fn.select(3, Fn.split(':', Fn.sub('${Arn}:::', { Arn: arn }))) : (arn.split(':')[3] ?? '')

function boundaryOf(scope: Construct, arn: string): Choices['boundary'] {
  const bounded = whetherNot(scope, 'Bounded', arn, '')
  if (bounded.kind === 'known' && !bounded.holds) return {}
  return { permissionsBoundary: chooseText(bounded, arn, NOTHING) }
}
