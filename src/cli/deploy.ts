import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import { RUNBOOKS, runbookNamed, wholeNumber } from './arguments.ts'
import { connect, withConnection } from './connection.ts'
import type { Io } from './io.ts'
import { STACK } from './names.ts'

export const deploy = (io: Io) =>
  withConnection(new Command('deploy'))
    .option('--stack-name <name>', 'the stack', STACK)
    .option('--runbook <which>', `what remediates: ${RUNBOOKS.join(', ')} (default: Guarded; on update, what the stack has)`, runbookNamed)
    .option('--max-age <days>', 'the limit (default: 90; on update, what the stack has)', wholeNumber(1, 10_000))
    .option('--parameter <name=value>', 'any other parameter of the template; may be repeated', parameter, new Map<string, string>())
    .option('--regions <list>', 'where to look for another stack (default: in every Region that the account may use)', listOf)
    .option('--dry-run', 'show only', false)
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      '\nNeeds account:ListRegions; config:DescribeConfigRules (in each Region), DescribeConfigurationRecorders, DescribeConfigurationRecorderStatus, StartConfigRulesEvaluation; cloudformation:DescribeStacks, DescribeStackResources, DescribeStackEvents, GetTemplateSummary, CreateChangeSet, DescribeChangeSet, ExecuteChangeSet, DeleteChangeSet, DeleteStack; dynamodb:DescribeTable; ssm:GetParameter; logs:FilterLogEvents; and what making the stack takes. docs/permissions.md has it to paste.',
    )
    .action(async ({ stackName, runbook, maxAge, parameter: parameters, regions, dryRun, yes, ...connection }) => {
      connect(connection)
      const { deployStack } = await import('./deploy-stack.ts')
      await deployStack({ stackName, runbook, maxAge, parameters, regions, dryRun, yes }, io)
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
