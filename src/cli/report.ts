import { Command, Option } from '@commander-js/extra-typings'
import { FORMAT_NAMES } from '../reports/format-names.ts'
import { wholeNumber } from './arguments.ts'
import { connect, withConnection } from './connection.ts'
import { UsageError, type Io } from './io.ts'
import { RULE } from './names.ts'

export const report = (io: Io) =>
  withConnection(new Command('report'))
    .argument('[files...]', 'findings that "scan" wrote: documents of JSON of one account, and the lines of an organization')
    .addOption(new Option('--format <format>', 'how to show them').choices(FORMAT_NAMES).default('table' as const))
    .option('--out <file>', 'write the result there')
    .addOption(
      new Option('--source <source>', 'not files, but an aggregator: no role is assumed, and IAM is not asked').choices(['config']),
    )
    .option('--aggregator <name>', 'which one')
    .option('--rule <name>', 'the rule whose verdicts are meant', RULE)
    .option('--period <hours>', 'how often the rule runs: results older than two periods are not fresh', wholeNumber(1, 168), 24)
    .addHelpText(
      'after',
      '\nFiles need no rights. An aggregator: Needs config:DescribeAggregateComplianceByConfigRules, GetAggregateComplianceDetailsByConfigRule, DescribeConfigurationAggregatorSourcesStatus, and organizations:ListAccounts to find accounts that it does not show.\nExit codes: 1 where an account is without fresh results, after the result.',
    )
    .action(async (files, { format, out, source, aggregator, rule, period, ...connection }) => {
      if (source === undefined) {
        if (aggregator !== undefined) throw new UsageError('--aggregator is of --source config: say that as well.')
        if (files.length === 0) throw new UsageError('Name files that "scan --format json" or "scan --organization --out" wrote.')
        const { renderReport } = await import('./render-report.ts')
        return renderReport(files, { format, out }, io)
      }
      if (files.length > 0) throw new UsageError('With --source config no files are read: leave them out.')
      if (aggregator === undefined) throw new UsageError('Name the aggregator with --aggregator.')
      if (format !== 'table' && format !== 'csv' && format !== 'json')
        throw new UsageError(
          `An aggregator has no dates of credentials, and so cannot be shown as ${format}: say --format table, csv or json.`,
        )
      connect(connection)
      const { reportAggregate } = await import('./report-aggregate.ts')
      await reportAggregate({ aggregator, rule, periodHours: period, format, out }, io)
    })
