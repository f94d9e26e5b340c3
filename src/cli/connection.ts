import type { Command, OptionValues } from '@commander-js/extra-typings'

export type Connection = {
  readonly profile?: string | undefined
  readonly region?: string | undefined
  readonly endpointUrl?: string | undefined
}

const VARIABLES = { profile: 'AWS_PROFILE', region: 'AWS_REGION', endpointUrl: 'AWS_ENDPOINT_URL' } as const

/** The options of every command that reaches AWS, in AWS's own words. */
export const withConnection = <A extends unknown[], O extends OptionValues>(command: Command<A, O>) =>
  command
    .option('--profile <name>', 'profile of your AWS configuration')
    .option('--region <region>', 'AWS Region')
    .option('--endpoint-url <url>', 'where AWS is, e.g. a simulator')

/** The SDK reads its environment; what was said on the command line goes before it. */
export function connect(connection: Connection): void {
  for (const [option, variable] of Object.entries(VARIABLES)) {
    const value = connection[option as keyof Connection]
    if (value !== undefined) process.env[variable] = value
  }
  // The AWS CLI knows this one, too.
  const { AWS_DEFAULT_REGION } = process.env
  if (AWS_DEFAULT_REGION !== undefined) process.env['AWS_REGION'] ??= AWS_DEFAULT_REGION
}
