import { IAMClient, paginateSimulatePrincipalPolicy, type EvaluationResult } from '@aws-sdk/client-iam'
import type { ListedUser } from '../inventory/inventory.ts'
import type { Power } from '../revocation/way-in.ts'
import { collect } from '../stream/map-concurrently.ts'
import { clientSettings, ending } from './client-settings.ts'
import { isAbsent } from './errors.ts'
import { present } from './present.ts'
import { wholeList } from './whole-list.ts'

/** Rights by which a user gets at everything else. */
const OVER_POLICIES = ['iam:AttachUserPolicy', 'iam:PutUserPolicy']
const OVER_CREDENTIALS = ['iam:CreateAccessKey', 'iam:UpdateLoginProfile']

/** MFA is given as present: whoever has it will use it. */
const CONTEXT = [{ ContextKeyName: 'aws:MultiFactorAuthPresent', ContextKeyValues: ['true'], ContextKeyType: 'boolean' as const }]

/** What IAM says of a user's way to all of IAM, in one call. `signal` ends every call that is still under way. */
export function iamPower(signal: AbortSignal) {
  const client = ending(new IAMClient(clientSettings()), signal)

  return async ({ arn }: ListedUser, asked: 'subject' | 'other'): Promise<Power> => {
    try {
      if (asked === 'other') return await power(arn, ['*'], ['*'])
      // Narrower rights are no rights over everything, and yet lead there: over anybody, over the own policies, and over the credentials of somebody beside.
      const anybody = arn.replace(/:user\/.*/s, ':user/--')
      return await power(arn, [anybody, arn], [anybody, `${arn}-`])
    } catch (error) {
      if (isAbsent(error)) return 'none'
      throw error
    }
  }

  /** Over the policies of some, and over the credentials of some. */
  async function power(PolicySourceArn: string, policies: readonly string[], credentials: readonly string[]): Promise<Power> {
    const ResourceArns = [...new Set([...policies, ...credentials])]
    const input = { PolicySourceArn, ActionNames: [...OVER_POLICIES, ...OVER_CREDENTIALS], ResourceArns, ContextEntries: CONTEXT }
    const pages = paginateSimulatePrincipalPolicy({ client }, input)
    const results = await collect(wholeList(pages, 'EvaluationResults'))
    const said = new Set([
      ...OVER_POLICIES.flatMap((action) => policies.map((resource) => decisionOn(results, action, resource))),
      ...OVER_CREDENTIALS.flatMap((action) => credentials.map((resource) => decisionOn(results, action, resource))),
    ])
    if (said.size > 1) return 'unclear'
    return said.has('allowed') ? 'all' : said.has('Deny') ? 'none' : 'unclear'
  }
}

/** `allowed`, `Deny`, or anything else. Of several resources each has its own decision within that of the action; one for each action and resource is understood as well. */
function decisionOn(results: readonly EvaluationResult[], action: string, resource: string): string {
  const ofAction = results.filter(({ EvalActionName }) => EvalActionName === action)
  const result = present(ofAction.find(({ EvalResourceName }) => EvalResourceName === resource) ?? ofAction[0], `a decision on ${action}`)
  const { EvalResourceName, EvalDecision, MissingContextValues = [], ResourceSpecificResults = [] } = result
  if (resource === '*' || (EvalResourceName === resource && ResourceSpecificResults.length === 0))
    return plain(EvalDecision, MissingContextValues)
  const specific = present(
    ResourceSpecificResults.find((each) => each.EvalResourceName === resource),
    `a decision on ${action} over ${resource}`,
  )
  return plain(specific.EvalResourceDecision, [...MissingContextValues, ...(specific.MissingContextValues ?? [])])
}

const plain = (decision: string | undefined, missing: readonly string[]): string =>
  missing.length > 0 ? '' : present(decision, 'EvalDecision').replace(/^(im|ex)plicit/, '')
