import { Command, Option, type OptionValues } from '@commander-js/extra-typings'
import { connect, withConnection } from './connection.ts'
import type { Io } from './io.ts'
import { exclusionListOption } from './list-option.ts'
import { sharedExclusions } from './shared-list.ts'

const READS = 'ssm:GetParameter; iam:ListUsers, ListUserTags, and GetGroup for entries group:...'

export const exclude = (io: Io) =>
  new Command('exclude').enablePositionalOptions().addCommand(list(io)).addCommand(add(io)).addCommand(remove(io)).addCommand(check(io))

const withList = <A extends unknown[], O extends OptionValues>(command: Command<A, O>) =>
  withConnection(command).addOption(exclusionListOption)

const withLists = <A extends unknown[], O extends OptionValues>(command: Command<A, O>) => withList(command).addOption(sharedExclusions)

const withQuestion = <A extends unknown[], O extends OptionValues>(command: Command<A, O>) =>
  withList(command).option('--dry-run', 'show only', false).option('--yes', 'do not ask', false)

const list = (io: Io) =>
  withLists(new Command('list'))
    .description('Each entry: whom it protects now, whose it is, until when and why; and who is excluded by tag.')
    .addOption(new Option('--format <format>', 'how to show it').choices(['table', 'json']).default('table' as const))
    .addHelpText('after', `\nNeeds ${READS}.`)
    .action(async ({ excludedUsers, sharedExclusions: shared, format, ...connection }) => {
      connect(connection)
      const { listExclusions } = await import('./list-exclusions.ts')
      await listExclusions({ parameter: excludedUsers, shared, format }, io)
    })

const check = (io: Io) =>
  withLists(new Command('check'))
    .description(
      'Look for entries, and tags, that protect nobody: expired, misspelt, of a group that is gone. Exit code 3 where there are any.',
    )
    .addHelpText('after', `\nNeeds ${READS}.`)
    .action(async ({ excludedUsers, sharedExclusions: shared, ...connection }) => {
      connect(connection)
      const { checkExclusions } = await import('./list-exclusions.ts')
      await checkExclusions({ parameter: excludedUsers, shared }, io)
    })

const add = (io: Io) =>
  withQuestion(new Command('add'))
    .argument('<selector>', 'a user name, a pattern with * or ?, a user id AIDA..., arn:..., path:/..., tag:Key[=Value] or group:Name')
    .option('--until <day>', 'the last day (UTC) of the exclusion, YYYY-MM-DD')
    .option('--owner <who>', 'who answers for it')
    .option('--reason <why>', 'why')
    .option('--anyway', 'also where it protects nobody at present', false)
    .description('Exclude somebody. An entry of the same selector is replaced; where there is no list, it is made.')
    .addHelpText(
      'after',
      `\nNeeds ${READS.replace('ListUserTags', 'ListUserTags for entries tag:...')}; ssm:PutParameter, DescribeParameters.`,
    )
    .action(async (selector, { until, owner, reason, anyway, excludedUsers, dryRun, yes, ...connection }) => {
      connect(connection)
      const { addExclusion } = await import('./add-exclusion.ts')
      await addExclusion({ selector, until, owner, reason, anyway, parameter: excludedUsers, dryRun, yes }, io)
    })

const remove = (io: Io) =>
  withQuestion(new Command('remove'))
    .argument('<entry>', 'an entry as it stands in the list, or its selector')
    .description('Take an entry out of the list.')
    .addHelpText('after', `\nNeeds ${READS}; ssm:PutParameter, DescribeParameters.`)
    .action(async (entry, { excludedUsers, dryRun, yes, ...connection }) => {
      connect(connection)
      const { removeExclusion } = await import('./remove-exclusion.ts')
      await removeExclusion({ entry, parameter: excludedUsers, dryRun, yes }, io)
    })
