import { InvalidArgumentError, type Command, type OptionValues } from '@commander-js/extra-typings'
import { everyCallGoesTo, isEndpoint, type NamedEndpoint } from '../aws/endpoint.ts'
import { UsageError } from './io.ts'

export type Connection = {
  readonly profile?: string | undefined
  readonly region?: string | undefined
  readonly endpointUrl?: string | undefined
}

const VARIABLES = { profile: 'AWS_PROFILE', region: 'AWS_REGION' } as const

/** The options of every command that reaches AWS, in AWS's own words. */
export const withConnection = <A extends unknown[], O extends OptionValues>(command: Command<A, O>) =>
  command
    .option('--profile <name>', 'profile of your AWS configuration')
    .option('--region <region>', 'AWS Region')
    .option('--endpoint-url <url>', 'where AWS is, e.g. a simulator', endpoint)

const AN_ENDPOINT =
  'must begin with http:// or https://, and have a host and, if it has a port, one from 1 to 65535, such as http://127.0.0.1:4566.'

function endpoint(text: string): string {
  if (!isEndpoint(text)) throw new InvalidArgumentError(`It ${AN_ENDPOINT}`)
  return text
}

/** The SDK reads its environment; what was said on the command line goes before it. */
export function connect(connection: Connection): void {
  for (const [option, variable] of Object.entries(VARIABLES)) {
    const value = connection[option as keyof Connection]
    if (value !== undefined) process.env[variable] = value
  }
  const { endpointUrl } = connection
  if (endpointUrl !== undefined) everyCallGoesTo(endpointUrl)
  // The AWS CLI knows this one, too.
  const { AWS_DEFAULT_REGION } = process.env
  if (AWS_DEFAULT_REGION !== undefined) process.env['AWS_REGION'] ??= AWS_DEFAULT_REGION
}

/** What is said of an endpoint of the environment, or of a file, that calls cannot be sent to. */
export const unfit = ({ by, value }: NamedEndpoint): UsageError =>
  new UsageError(`No call can be sent to "${value}" (${by}): an endpoint ${AN_ENDPOINT}`)
