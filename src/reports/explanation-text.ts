import type { Explanation } from '../findings/explanation.ts'
import { plain } from '../text/plain.ts'

/** An explanation as people read it. */
export function explanationText({
  user,
  accountId,
  asOf,
  limitDays,
  verdict,
  credentials,
  exclusion,
  ledger,
  nextRun,
}: Explanation): string {
  const { userName, userId, arn, created } = user
  const made = created === undefined ? '' : `, created ${created.slice(0, 10)}`
  return [
    block(`${userName} (${userId}) of account ${accountId}`, [
      `${arn}${made}; limit ${limitDays}, as of ${asOf.slice(0, 10)} ${asOf.slice(11, 16)} UTC.`,
      ...verdict,
    ]),
    ...credentials.map(({ id, sentences }) => block(id === 'password' ? 'Password' : `Access key ${id}`, sentences)),
    block('Exclusion', exclusion),
    block('Ledger', ledger),
    block('Next run', [...nextRun.rule, ...nextRun.guarded, ...nextRun.awsManaged]),
  ].join('\n\n')
}

const block = (title: string, sentences: readonly string[]): string =>
  [plain(title), ...sentences.map((sentence) => `  ${plain(sentence)}`)].join('\n')
