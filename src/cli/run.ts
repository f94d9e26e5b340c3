import { Command, CommanderError, Help, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { addToClients } from '../aws/client-settings.ts'
import { COMMANDS } from './commands.ts'
import { EXIT } from './exit-code.ts'
import { CheckFound, Interrupted, Refusal, UsageError, type Io } from './io.ts'
import { version } from './version.ts'
import { plain } from '../text/plain.ts'

/** Run one command line. Resolves to the exit code; what went wrong was then said in one sentence. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    await (await programFor(argv, io)).parseAsync(argv, { from: 'user' })
    return EXIT.done
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
    const { sentenceOn } = await import('./causes.ts')
    io.note(`iam-cleanup: ${plain(sentenceOn(error))}`)
    if (error instanceof Refusal) return EXIT.refused
    if (error instanceof Interrupted) return EXIT.interrupted
    if (error instanceof CheckFound) return EXIT.found
    return error instanceof UsageError ? EXIT.usage : EXIT.failed
  } finally {
    addToClients()
  }
}

/** Nobody is led from a slip of the pen to a command that changes an account. */
const ACTING = /\n\(Did you mean [^)]*\b(apply|restore|deploy|remove|yes|no-exclusions)\b[^)]*\)/

const wholeName = (command: { name: () => string; parent: unknown }): string =>
  command.parent === null ? command.name() : `${wholeName(command.parent as typeof command)} ${command.name()}`

/** Everything is named, and what the command line means is loaded. */
async function programFor(argv: readonly string[], io: Io): Promise<Command> {
  const main = new Command('iam-cleanup')
    .enablePositionalOptions()
    .description('Takes unused IAM passwords and access keys out of an AWS account, safely.')
    .version(version())
    .configureHelp({ subcommandTerm: termOf })
    .hook('preAction', (_, command) => refuseEmpty(command))
    .addHelpText(
      'after',
      '\nNew here? "iam-cleanup rehearse" plays it all on a simulated account; nothing real is touched.\nExit codes: 0 done, 1 failed, or something stayed unknown, 2 wrong usage, 3 a check found what it looks for, 4 refused on purpose before anything changed, 130 interrupted.',
    )
  const meant = argv.filter((word) => !word.startsWith('-'))
  const isCompleted = meant[0] === COMPLETE
  for (const { name, says, load } of COMMANDS)
    main.addCommand((isCompleted || meant.slice(0, 2).includes(name) ? (await load())(io) : new Command(name)).description(says))
  if (isCompleted) {
    const { complete } = await import('./complete.ts')
    main.addCommand(
      complete(io, () => main),
      { hidden: true },
    )
  }
  for (const command of [main, ...main.commands, ...main.commands.flatMap(({ commands }) => commands)])
    command
      .exitOverride()
      .showHelpAfterError(`(see ${wholeName(command)} --help)`)
      .configureOutput({
        writeOut: (text) => io.out(text.trimEnd()),
        writeErr: (text) => io.note(text.trimEnd()),
        outputError: (text, write) => write(text.replace(ACTING, '')),
      })
  return main
}

/** A variable of a script that is not set gives an empty word, which is never what is meant. @throws UsageError for one */
function refuseEmpty(command: CommandUnknownOpts): void {
  const values: Readonly<Record<string, unknown>> = command.opts()
  const option = command.options.find((each) => [values[each.attributeName()]].flat().includes(''))
  const isWord = command.name() !== COMPLETE && command.args.includes('')
  const empty = option?.flags ?? (isWord ? 'A word' : undefined)
  if (empty !== undefined)
    throw new UsageError(
      `${empty} is given empty to "${wholeName(command)}". Is a variable of your shell not set? Say what is meant, or leave it out.`,
    )
}

/** What the shell asks, word by word. */
const COMPLETE = 'complete'

function termOf(command: CommandUnknownOpts): string {
  const listed = COMMANDS.find(({ name }) => name === command.name())
  return listed === undefined ? new Help().subcommandTerm(command) : `${listed.name} ${listed.takes}`.trimEnd()
}
