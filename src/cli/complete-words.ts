import { RootCommand, script, type Command as Completed, type Complete } from '@bomb.sh/tab'
import type { Command } from '@commander-js/extra-typings'

const NAME = 'iam-cleanup'

/** No file is to be named here, says the library of everything; where it knows nothing, it may be one. */
const NOTHING_KNOWN = ':4'
const FILES = ':0'

/** What is to be loaded by a shell. */
export const completionScript = (shell: string): string => printed(() => script(shell, NAME, NAME)).trimEnd()

/** What the last word may become, as the shell's script reads it: one a line, with what it means; then a word on files. */
export function completionsOf(program: Command, words: readonly string[]): string {
  const root = new RootCommand()
  describe(root, program)
  for (const [path, command] of commandsOf(program)) describe(root.command(path, command.description()), command)
  const answer = printed(() => root.parse([...words])).trimEnd()
  return answer === NOTHING_KNOWN ? FILES : answer
}

/** Every command below, by the words that name it. */
function commandsOf(command: Command, path: readonly string[] = []): readonly (readonly [string, Command])[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .flatMap((each) => {
      const own = [...path, each.name()]
      return [[own.join(' '), each as Command] as const, ...commandsOf(each as Command, own)]
    })
}

function describe(completed: Completed, command: Command): void {
  for (const { long, short, required, optional, argChoices, description } of command.createHelp().visibleOptions(command)) {
    const [name, letter] = [long?.slice(2), short?.slice(1)]
    if (name === undefined) continue
    if (required || optional) completed.option(name, description, choicesOf(argChoices), letter)
    else if (letter === undefined) completed.option(name, description)
    else completed.option(name, description, letter)
  }
  for (const argument of command.registeredArguments) completed.argument(argument.name(), choicesOf(argument.argChoices), argument.variadic)
}

const choicesOf =
  (choices: readonly string[] = []) =>
  (offer: Complete): void => {
    for (const choice of choices) offer(choice, '')
  }

/** The library prints to the console; what it prints while it works, without waiting for anything, is taken. */
function printed(work: () => void): string {
  const lines: string[] = []
  const { log } = console
  // oxlint-disable-next-line no-console -- the library has no other way to give its answer
  console.log = (line: unknown) => void lines.push(String(line))
  try {
    work()
  } finally {
    // oxlint-disable-next-line no-console -- as it was
    console.log = log
  }
  return lines.join('\n')
}
