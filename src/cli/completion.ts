import { Argument, Command } from '@commander-js/extra-typings'
import type { Io } from './io.ts'

const SHELLS = ['bash', 'zsh', 'fish'] as const

export const completion = (io: Io) =>
  new Command('completion')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .addHelpText(
      'after',
      '\nbash: iam-cleanup completion bash > ~/.local/share/bash-completion/completions/iam-cleanup (make that folder first; with the package bash-completion)\nzsh:  iam-cleanup completion zsh > a folder of $fpath, as _iam-cleanup\nfish: iam-cleanup completion fish > ~/.config/fish/completions/iam-cleanup.fish\nNeeds no rights: nothing of AWS is called.',
    )
    .action(async (shell) => {
      const { completionScript } = await import('./complete-words.ts')
      io.out(completionScript(shell))
    })
