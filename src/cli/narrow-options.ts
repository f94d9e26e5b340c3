import type { Command, OptionValues } from '@commander-js/extra-typings'

const several = (text: string, before: readonly string[] = []): readonly string[] => [...before, text]

/** The options of every command that can be narrowed to some users. */
export const withNarrowing = <A extends unknown[], O extends OptionValues>(command: Command<A, O>) =>
  command
    .option('--user <name>', 'only these: a name, a pattern with * or ?, an id; may be said again', several)
    .option('--path <pattern>', 'only users of this path, such as /service/*', several)
    .option('--tag <key[=value]>', 'only users who carry the tag; reads the tags of each', several)
    .option('--group <name>', 'only members of the group', several)
