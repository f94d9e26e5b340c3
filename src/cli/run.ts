import { Command, CommanderError } from '@commander-js/extra-typings'
import { addToClients } from '../aws/client-settings.ts'
import { EXIT } from './exit-code.ts'
import { CheckFound, Interrupted, Refusal, UsageError, type Io } from './io.ts'
import { apply } from './apply.ts'
import { complete, completion } from './completion.ts'
import { deploy } from './deploy.ts'
import { exclude } from './exclude.ts'
import { explain } from './explain.ts'
import { ledger } from './ledger.ts'
import { plan } from './plan.ts'
import { rehearse } from './rehearse.ts'
import { report } from './report.ts'
import { restore } from './restore.ts'
import { scan } from './scan.ts'
import { simulate } from './simulate.ts'
import { snapshot } from './snapshot.ts'
import { status } from './status.ts'
import { template } from './template.ts'
import { version } from './version.ts'
import { plain } from '../text/plain.ts'

/** Run one command line. Resolves to the exit code; what went wrong was then said in one sentence. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    await program(io).parseAsync(argv, { from: 'user' })
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

function program(io: Io): Command {
  const main = new Command('iam-cleanup')
    .enablePositionalOptions()
    .description('Takes unused IAM passwords and access keys out of an AWS account, safely.')
    .version(version())
    .addHelpText(
      'after',
      '\nNew here? "iam-cleanup rehearse" plays it all on a simulated account; nothing real is touched.\nExit codes: 0 done, 1 failed, or something stayed unknown, 2 wrong usage, 3 a check found what it looks for, 4 refused on purpose before anything changed, 130 interrupted.',
    )
  for (const command of [
    scan(io),
    explain(io),
    report(io),
    plan(io),
    apply(io),
    restore(io),
    ledger(io),
    exclude(io),
    deploy(io),
    status(io),
    snapshot(io),
    rehearse(io),
    simulate(io),
    template(io),
    completion(io),
  ])
    main.addCommand(command)
  main.addCommand(
    complete(io, () => main),
    { hidden: true },
  )
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
