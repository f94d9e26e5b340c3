import { isDone, isTaken, outcomeText, type Revocation } from '../revocation/outcome.ts'

const nameOf = ({ credential }: Revocation): string =>
  credential.kind === 'password' ? 'password' : `access key …${credential.id.slice(-4)}`

/** One sentence a credential: what came of it, and why. */
export const sentenceOf = (revocation: Revocation): string =>
  `${nameOf(revocation)}, idle ${revocation.idleDays} days: ${outcomeText(revocation.outcome)}`

/** What the automation shows, in the fields of the AWS-owned runbook, and each credential's outcome. @throws Error where something was refused or is unknown */
export function answerOf(userName: string, revocations: readonly Revocation[]): object {
  const said = revocations.map((each) => sentenceOf(each))
  if (!revocations.every((each) => isDone(each))) throw new Error(`${userName}: not everything could be revoked. ${said.join('; ')}.`)
  const taken = revocations.filter((each) => isTaken(each))
  const password = taken.some(({ credential }) => credential.kind === 'password')
  return {
    output:
      said.length === 0 ? 'Nothing is unused any more.' : `Verification of unused IAM User credentials is successful. ${said.join('; ')}.`,
    http_responses: {
      DeactivateUnusedKeysResponse: taken.flatMap(({ credential, outcome }) =>
        credential.kind === 'access-key' ? [{ AccessKeyId: credential.id, Response: outcome.kind }] : [],
      ),
      ...(password ? { DeleteUnusedPasswordResponse: 'deleted' } : {}),
    },
  }
}
