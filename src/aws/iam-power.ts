import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam'
import type { ListedUser } from '../inventory/inventory.ts'
import type { Power } from '../revocation/way-in.ts'
import { clientSettings, ending } from './client-settings.ts'
import { isAbsent } from './errors.ts'
import { present } from './present.ts'

/** Rights by which a user gets at everything else. */
const OVER_POLICIES = ['iam:AttachUserPolicy', 'iam:PutUserPolicy']
const OVER_CREDENTIALS = ['iam:CreateAccessKey', 'iam:UpdateLoginProfile']

/** MFA is given as present: whoever has it will use it. */
const CONTEXT = [{ ContextKeyName: 'aws:MultiFactorAuthPresent', ContextKeyValues: ['true'], ContextKeyType: 'boolean' as const }]

/** What IAM says of a user's way to all of IAM. `signal` ends every call that is still under way. */
export function iamPower(signal: AbortSignal) {
  const client = ending(new IAMClient(clientSettings()), signal)

  return async (user: ListedUser, asked: 'subject' | 'other'): Promise<Power> => {
    try {
      const everywhere = await power(user.arn, [...OVER_POLICIES, ...OVER_CREDENTIALS], '*')
      if (asked === 'other' || everywhere !== 'none') return everywhere
      // Narrower rights are no rights over everything, and yet lead there: over the own policies, and over the credentials of somebody beside.
      const narrower = [await power(user.arn, OVER_POLICIES, user.arn), await power(user.arn, OVER_CREDENTIALS, `${user.arn}-`)]
      return narrower.every((each) => each === 'none') ? 'none' : 'unclear'
    } catch (error) {
      if (isAbsent(error)) return 'none'
      throw error
    }
  }

  async function power(PolicySourceArn: string, ActionNames: string[], resource: string): Promise<Power> {
    const input = { PolicySourceArn, ActionNames, ResourceArns: [resource], ContextEntries: CONTEXT }
    const { EvaluationResults } = await client.send(new SimulatePrincipalPolicyCommand(input))
    const said = new Set(
      ActionNames.map((action) => {
        const result = EvaluationResults?.find(({ EvalActionName }) => EvalActionName === action)
        const { EvalDecision, MissingContextValues = [] } = present(result, `a decision on ${action}`)
        return MissingContextValues.length > 0 ? '' : present(EvalDecision, 'EvalDecision').replace(/^(im|ex)plicit/, '')
      }),
    )
    if (said.size > 1) return 'unclear'
    return said.has('allowed') ? 'all' : said.has('Deny') ? 'none' : 'unclear'
  }
}
