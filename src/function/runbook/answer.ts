import { credentialName } from '../../judgement/reasons.ts'
import { isDone, isTaken, outcomeText, type Revocation } from '../../revocation/outcome.ts'

/**
 * What the function tells our SSM document, which raises `reason` unless `outcome` is exactly `done`. `output` and `http_responses` are the fields of the AWS-owned runbook's output.
 */
export type Answer =
  | { readonly outcome: 'done'; readonly output: string; readonly http_responses: object }
  | { readonly outcome: 'failed'; readonly reason: string }

/** One sentence a credential: what came of it, and why. */
export const sentenceOf = ({ credential, idleDays, outcome }: Revocation): string =>
  `${credentialName(credential)}, idle ${idleDays} days: ${outcomeText(outcome)}`

export const doneWithout = (output: string): Answer => ({
  outcome: 'done',
  output,
  http_responses: { DeactivateUnusedKeysResponse: [] },
})

/** `untold`: why people could not be told, empty where they were. */
export function answerOf(userName: string, revocations: readonly Revocation[], untold: string): Answer {
  const said = [...revocations.map((each) => sentenceOf(each)), ...(untold === '' ? [] : [`Nobody could be told: ${untold}`])].join('; ')
  if (!revocations.every((each) => isDone(each)))
    return { outcome: 'failed', reason: `${userName}: not everything could be revoked. ${said}.` }
  if (revocations.length === 0) return doneWithout('Nothing is unused any more.')
  const taken = revocations.filter((each) => isTaken(each))
  const password = taken.some(({ credential }) => credential.kind === 'password')
  return {
    outcome: 'done',
    output: `Verification of unused IAM User credentials is successful. ${said}.`,
    http_responses: {
      DeactivateUnusedKeysResponse: taken.flatMap(({ credential, outcome }) =>
        credential.kind === 'access-key' ? [{ AccessKeyId: credential.id, Response: outcome.kind }] : [],
      ),
      ...(password ? { DeleteUnusedPasswordResponse: 'deleted' } : {}),
    },
  }
}
