import { Argument, Command } from '@commander-js/extra-typings'
import type { Io } from './io.ts'

const SHELLS = ['bash', 'zsh', 'fish'] as const

export const completion = (io: Io) =>
  new Command('completion')
    .description('Print what makes a shell complete commands and options.')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .addHelpText(
      'after',
      '\nbash: iam-cleanup completion bash > ~/.local/share/bash-completion/completions/iam-cleanup (with the package bash-completion)\nzsh:  iam-cleanup completion zsh > a folder of $fpath, as _iam-cleanup\nfish: iam-cleanup completion fish > ~/.config/fish/completions/iam-cleanup.fish\nNeeds no rights: nothing of AWS is called.',
    )
    .action(async (shell) => {
      const { completionScript } = await import('./complete-words.ts')
      io.out(completionScript(shell))
    })

/** What the shell asks, word by word. Nobody types it. */
export const complete = (io: Io, program: () => Command) =>
  new Command('complete')
    .argument('[words...]')
    .helpOption(false)
    .allowUnknownOption()
    .action(async (words) => {
      const { completionsOf } = await import('./complete-words.ts')
      io.out(completionsOf(program(), words))
    })
