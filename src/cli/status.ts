import { Command, Option } from '@commander-js/extra-typings'
import { wholeNumber } from './arguments.ts'
import { connect, withConnection } from './connection.ts'
import { UsageError, type Io } from './io.ts'
import { parameterName } from './list-option.ts'
import { LIST, STACK } from './names.ts'
import { CALLED_AS } from '../deployment/stack-set.ts'

export const status = (io: Io) =>
  withConnection(new Command('status'))
    .option('--stack-name <name>', 'the stack; of an organization, the StackSet', STACK)
    .option(
      '--excluded-users <parameter>',
      `SSM parameter with the exclusion list (default: that of the stack, else ${LIST})`,
      parameterName,
    )
    .option('--days <n>', 'so many days of the ledger', wholeNumber(1, 3650), 7)
    .addOption(new Option('--format <format>', 'how to show it').choices(['table', 'json']).default('table' as const))
    .option(
      '--organization',
      'in the accounts of an organization: stacks of the StackSet, who is armed, where rule, recorder or evaluations are missing',
      false,
    )
    .addOption(new Option('--call-as <as>', 'as whom the StackSet is read (default: what your account is)').choices(CALLED_AS))
    .option('--aggregator <name>', 'aggregator of AWS Config in this account that tells which accounts have fresh results')
    .addHelpText(
      'after',
      '\nExit code 1 where something could not be read; it is shown as such, not as absent.\nNeeds cloudformation:DescribeStacks, GetTemplateSummary, ListStackResources; config:DescribeConfigRules, DescribeConfigRuleEvaluationStatus, DescribeRemediationConfigurations, DescribeRemediationExecutionStatus, DescribeRemediationExceptions; logs:FilterLogEvents; cloudwatch:DescribeAlarms; dynamodb:Query, Scan; ssm:GetParameter; iam:ListUsers, ListUserTags, GetGroup.\nOf an organization cloudformation:DescribeStackSet, ListStackInstances, DescribeStackInstance, ListStackSetOperations; organizations:DescribeOrganization, ListAccounts; with --aggregator config:DescribeAggregateComplianceByConfigRules, GetAggregateComplianceDetailsByConfigRule, DescribeConfigurationAggregatorSourcesStatus.',
    )
    .action(async ({ stackName, excludedUsers, days, format, organization, callAs, aggregator, ...connection }) => {
      connect(connection)
      if (organization) {
        const { showOrganizationStatus } = await import('./show-organization-status.ts')
        return showOrganizationStatus({ stackName, callAs, aggregator, format }, io)
      }
      if (callAs !== undefined || aggregator !== undefined)
        throw new UsageError('--call-as and --aggregator are of a whole organization: say --organization as well.')
      const { showStatus } = await import('./show-status.ts')
      await showStatus({ stackName, parameter: excludedUsers, days, format }, io)
    })
