import { Command } from '@commander-js/extra-typings'
import type { Io } from './io.ts'

export const template = (io: Io) =>
  new Command('template')
    .description('Print the CloudFormation template that "deploy" deploys.')
    .option(
      '--readable',
      'the same for people to review: not minified, with comments; too long for --template-file without a bucket',
      false,
    )
    .option('--out <file>', 'write it there; what is there is kept')
    .addHelpText('after', '\nNeeds no rights: nothing of AWS is called.')
    .action(async ({ readable, out }) => {
      const { printTemplate } = await import('./print-template.ts')
      await printTemplate({ form: readable ? 'readable' : 'compact', out }, io)
    })
