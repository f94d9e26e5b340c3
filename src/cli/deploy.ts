import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import { RUNBOOKS, runbookNamed, wholeNumber } from './arguments.ts'
import { connect, withConnection } from './connection.ts'
import { targetsOf, withTargets } from './deploying-organization.ts'
import { UsageError, type Io } from './io.ts'
import { STACK } from './names.ts'

export const deploy = (io: Io) =>
  withTargets(withConnection(new Command('deploy')))
    .option('--stack-name <name>', 'the stack; of an organization, the StackSet', STACK)
    .option('--runbook <which>', `what remediates: ${RUNBOOKS.join(', ')} (default: Guarded; on update, what the stack has)`, runbookNamed)
    .option('--max-age <days>', 'the limit (default: 90; on update, what the stack has)', wholeNumber(1, 10_000))
    .option('--parameter <name=value>', 'any other parameter of the template; may be repeated', parameter, new Map<string, string>())
    .option('--regions <list>', 'where to look for another stack (default: in every Region that the account may use)', listOf)
    .option('--dry-run', 'show only', false)
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      '\nNeeds account:ListRegions; config:DescribeConfigRules (in each Region), DescribeConfigurationRecorders, DescribeConfigurationRecorderStatus, StartConfigRulesEvaluation; cloudformation:DescribeStacks, DescribeStackResources, DescribeStackEvents, GetTemplateSummary, CreateChangeSet, DescribeChangeSet, ExecuteChangeSet, DeleteChangeSet, DeleteStack; dynamodb:DescribeTable; ssm:GetParameter; logs:FilterLogEvents; and what making the stack takes. docs/permissions.md has it to paste.\nOf an organization cloudformation:DescribeOrganizationsAccess, CreateStackSet, UpdateStackSet, DescribeStackSet, CreateStackInstances, UpdateStackInstances, DescribeStackInstance, ListStackInstances, DescribeStackSetOperation, ListStackSetOperations, ListStackSetOperationResults, ListStackSetAutoDeploymentTargets; organizations:DescribeOrganization, ListAccounts, ListAccountsForParent, ListOrganizationalUnitsForParent, ListParents; config:DescribeConfigurationRecorders, DescribeConfigurationRecorderStatus, DescribeConfigurationAggregatorSourcesStatus; with a shared list ssm:GetParameter, ram:GetResourceShareAssociations.',
    )
    .action(async ({ stackName, runbook, maxAge, parameter: parameters, regions, dryRun, yes, ...others }) => {
      connect(others)
      const targets = targetsOf(others)
      const common = { stackName, runbook, maxAge, parameters, dryRun, yes }
      if (targets !== undefined) {
        if (regions !== undefined) throw new UsageError('Of an organization --regions says nothing: leave it out.')
        const { deployOrganization } = await import('./deploy-organization.ts')
        return deployOrganization({ ...common, ...targets }, io)
      }
      const { deployStack } = await import('./deploy-stack.ts')
      await deployStack({ ...common, regions }, io)
    })

function parameter(text: string, before: ReadonlyMap<string, string>): Map<string, string> {
  const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? []
  if (name === '') throw new InvalidArgumentError('It must be a name, = and a value, as WarningDays=30.')
  if (before.has(name)) throw new InvalidArgumentError(`${name} was given already.`)
  return new Map([...before, [name, value]])
}

function listOf(text: string): readonly string[] {
  const regions = text.split(',').map((each) => each.trim())
  if (!regions.every((region) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(region)))
    throw new InvalidArgumentError('It must be Regions separated by commas, as us-east-1,eu-west-1.')
  return regions
}
