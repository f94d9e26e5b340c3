import { Command, Option } from '@commander-js/extra-typings'
import { UsageError, type Io } from './io.ts'

const NAMES = ['main', 'organization', 'organization-member'] as const

export const template = (io: Io) =>
  new Command('template')
    .addOption(new Option('--name <which>', 'which template').choices(NAMES).default('main' as const))
    .option(
      '--readable',
      'the same for people to review: not minified, with comments; too long for --template-file without a bucket',
      false,
    )
    .option('--out <file>', 'write it there; what is there is kept')
    .addHelpText('after', '\nNeeds no rights: nothing of AWS is called.')
    .action(async ({ name, readable, out }) => {
      if (readable && name !== 'main') throw new UsageError(`The template ${name} has one form, which is for people: leave out --readable.`)
      const { printTemplate } = await import('./print-template.ts')
      await printTemplate({ form: name !== 'main' ? name : readable ? 'readable' : 'compact', out }, io)
    })
