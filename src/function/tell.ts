import { describeError } from '../aws/errors.ts'
import type { Notify } from '../aws/notifications.ts'
import { log } from './log.ts'

/** What came of telling people. `nothing`: there was nothing to tell, or nobody. */
export type Told = 'told' | 'nothing' | 'told before' | { readonly why: string }

/** Tell people. That they could not be told undoes nothing. Never rejects. */
export async function tell(notify: Notify, subject: string, lines: readonly string[]): Promise<Told> {
  try {
    await notify(subject, lines.join('\n'))
    return 'told'
  } catch (error) {
    const why = describeError(error)
    log.warn({ message: 'The notification could not be sent.', why })
    return { why }
  }
}
