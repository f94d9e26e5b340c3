import { describeError } from '../aws/errors.ts'
import type { Notify } from '../aws/notifications.ts'
import { log } from './log.ts'

/** Tell people. That they could not be told undoes nothing: it is logged. */
export async function tell(notify: Notify, subject: string, lines: readonly string[]): Promise<void> {
  try {
    await notify(subject, lines.join('\n'))
  } catch (error) {
    log.warn({ message: 'The notification could not be sent.', why: describeError(error) })
  }
}
