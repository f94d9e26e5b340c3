import { Command, Option } from '@commander-js/extra-typings'
import { isoInstant, RUNBOOKS, runbookNamed, wholeNumber } from './arguments.ts'
import type { Io } from './io.ts'

/** When the article's walk-through took place. */
const ARTICLE_TIME = '2025-08-28T02:20:00Z'
const MAX_LIMIT_DAYS = 10_000

export const rehearse = (io: Io) =>
  new Command('rehearse')
    .description(
      'Play the whole system on a simulated account, through virtual time: deploy the template, judge, remediate, judge again. Nothing real is touched.',
    )
    .option('--account <file>', 'account to play on, a JSON description (default: the one of the walk-through)')
    .option('--at <instant>', 'virtual time at the start', isoInstant, new Date(ARTICLE_TIME))
    .option('--max-age <days>', 'the limit: MaxCredentialUsageAge', wholeNumber(1, MAX_LIMIT_DAYS), 30)
    .option('--runbook <which>', `what remediates: ${RUNBOOKS.join(' or ')}`, runbookNamed, 'AwsManaged' as const)
    .option('--days <n>', 'go on for so many days after the walk-through', wholeNumber(0, 3650), 0)
    .addOption(new Option('--format <format>', 'output').choices(['table', 'json'] as const).default('table' as const))
    .action(async ({ account, at, maxAge, runbook, days, format }) => {
      const { playRehearsal } = await import('./play-rehearsal.ts')
      await playRehearsal({ account, at, limitDays: maxAge, runbook, days, format }, io)
    })
