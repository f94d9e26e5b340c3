import { Command, Option } from '@commander-js/extra-typings'
import { isoInstant, RUNBOOKS, runbookNamed, wholeNumber } from './arguments.ts'
import { UsageError, type Io } from './io.ts'
import { exclusionListOption } from './list-option.ts'

const MAX_LIMIT_DAYS = 10_000

export const rehearse = (io: Io) =>
  new Command('rehearse')
    .option('--account <file>', 'account to play on: a snapshot, or a JSON description (default: the one of the walk-through)')
    .option('--at <instant>', 'virtual time at the start (default: that of the snapshot, or of the walk-through)', isoInstant)
    .option('--max-age <days>', 'the limit: MaxCredentialUsageAge', wholeNumber(1, MAX_LIMIT_DAYS), 30)
    .option('--runbook <which>', `what remediates: ${RUNBOOKS.join(' or ')}`, runbookNamed, 'AwsManaged' as const)
    .option('--brake-percent <percent>', 'the brake: BrakePercent (default: 50, as in the template)', wholeNumber(1, 100))
    .addOption(exclusionListOption)
    .option(
      '--organization',
      'play a deployment to an organization instead, by --account or the one that ships: pilot, roll-out, arming, an account that joins, one that fails',
      false,
    )
    .option('--days <n>', 'go on for so many days', wholeNumber(0, 3650), 0)
    .addOption(
      new Option('--format <format>', 'output; csv and html of a forecast')
        .choices(['table', 'json', 'csv', 'html'] as const)
        .default('table' as const),
    )
    .option('--out <file>', 'write the forecast there')
    .addHelpText(
      'after',
      '\nA forecast of your own account: iam-cleanup snapshot --out account.json; iam-cleanup rehearse --account account.json --days 120 --format html --out forecast.html',
    )
    .action(async ({ account, at, maxAge, runbook, brakePercent, excludedUsers, days, format, out, organization }) => {
      if (organization) {
        if (format === 'csv' || format === 'html' || out !== undefined)
          throw new UsageError(
            'Of an organization there is a table or JSON, on standard output: leave --out out, and say --format table or json.',
          )
        const { playOrganization } = await import('./play-organization.ts')
        return playOrganization({ file: account, at, limitDays: maxAge, days, format }, io)
      }
      const { playRehearsal } = await import('./play-rehearsal.ts')
      await playRehearsal(
        { file: account, at, limitDays: maxAge, runbook, brakePercent, exclusionParameter: excludedUsers, days, format, out },
        io,
      )
    })
