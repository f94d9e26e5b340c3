import { Command, Option } from '@commander-js/extra-typings'
import { wholeNumber } from './arguments.ts'
import { connect, withConnection } from './connection.ts'
import type { Io } from './io.ts'
import { LIST, STACK } from './names.ts'

export const status = (io: Io) =>
  withConnection(new Command('status'))
    .option('--stack-name <name>', 'the stack', STACK)
    .option('--excluded-users <parameter>', `SSM parameter with the exclusion list (default: that of the stack, else ${LIST})`)
    .option('--days <n>', 'so many days of the ledger', wholeNumber(1, 3650), 7)
    .addOption(new Option('--format <format>', 'how to show it').choices(['table', 'json']).default('table' as const))
    .addHelpText(
      'after',
      '\nExit code 1 where something could not be read; it is shown as such, not as absent.\nNeeds cloudformation:DescribeStacks, GetTemplateSummary, ListStackResources; config:DescribeConfigRules, DescribeConfigRuleEvaluationStatus, DescribeRemediationConfigurations, DescribeRemediationExecutionStatus, DescribeRemediationExceptions; logs:FilterLogEvents; cloudwatch:DescribeAlarms; dynamodb:Query, Scan; ssm:GetParameter; iam:ListUsers, ListUserTags, GetGroup.',
    )
    .action(async ({ stackName, excludedUsers, days, format, ...connection }) => {
      connect(connection)
      const { showStatus } = await import('./show-status.ts')
      await showStatus({ stackName, parameter: excludedUsers, days, format }, io)
    })
