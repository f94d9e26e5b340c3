import { cloudWatchHears } from '../cloudwatch/alarms.ts'
import { configHears } from '../config/hears.ts'
import { stackSetsHear } from '../stacksets/hears.ts'
import type { News } from '../world/news.ts'
import type { Operation, ServiceName } from '../world/operation.ts'
import type { Place } from '../world/world.ts'

type Wire =
  | { readonly protocol: 'query'; readonly version: string; readonly xmlns: string }
  | { readonly protocol: 'json'; readonly jsonVersion?: '1.0'; readonly targetPrefix: string }
  | { readonly protocol: 'rest-json' }

/** What is known of a service before it is asked for anything: how it is spoken to, and where the rest of it is. */
export type ServiceEntry = Wire & {
  readonly name: ServiceName
  /** Its operations, in groups. */
  readonly load: () => Promise<Readonly<Record<string, readonly Operation[]>>>
  /** What it makes of what others let it hear, loaded or not. */
  readonly hears?: (place: Place, news: News) => void
}

export const SERVICES: readonly ServiceEntry[] = [
  {
    name: 'iam',
    protocol: 'query',
    version: '2010-05-08',
    xmlns: 'https://iam.amazonaws.com/doc/2010-05-08/',
    load: () => import('../iam/operations.ts'),
  },
  {
    name: 'sts',
    protocol: 'query',
    version: '2011-06-15',
    xmlns: 'https://sts.amazonaws.com/doc/2011-06-15/',
    load: () => import('../sts/operations.ts'),
  },
  {
    name: 'ssm',
    protocol: 'json',
    targetPrefix: 'AmazonSSM',
    load: () => import('../ssm/operations.ts'),
  },
  {
    name: 'config',
    protocol: 'json',
    targetPrefix: 'StarlingDoveService',
    load: () => import('../config/operations.ts'),
    hears: configHears,
  },
  {
    name: 'lambda',
    protocol: 'rest-json',
    load: () => import('../lambda/operations.ts'),
  },
  {
    name: 'cloudformation',
    protocol: 'query',
    version: '2010-05-15',
    xmlns: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    load: async () => ({ ...(await import('../cloudformation/operations.ts')), ...(await import('../stacksets/operations.ts')) }),
    hears: stackSetsHear,
  },
  {
    name: 'logs',
    protocol: 'json',
    targetPrefix: 'Logs_20140328',
    load: () => import('../logs/operations.ts'),
  },
  {
    name: 'sns',
    protocol: 'query',
    version: '2010-03-31',
    xmlns: 'http://sns.amazonaws.com/doc/2010-03-31/',
    load: () => import('../sns/operations.ts'),
  },
  {
    name: 'cloudwatch',
    protocol: 'json',
    targetPrefix: 'GraniteServiceVersion20100801',
    load: () => import('../cloudwatch/operations.ts'),
    hears: cloudWatchHears,
  },
  {
    name: 'dynamodb',
    protocol: 'json',
    jsonVersion: '1.0',
    targetPrefix: 'DynamoDB_20120810',
    load: () => import('../dynamodb/operations.ts'),
  },
  {
    name: 'account',
    protocol: 'rest-json',
    load: () => import('../account/operations.ts'),
  },
  {
    name: 'organizations',
    protocol: 'json',
    targetPrefix: 'AWSOrganizationsV20161128',
    load: () => import('../organizations/operations.ts'),
  },
  {
    name: 'ram',
    protocol: 'rest-json',
    load: () => import('../ram/operations.ts'),
  },
  {
    name: 'securityhub',
    protocol: 'rest-json',
    load: () => import('../securityhub/operations.ts'),
  },
]

/** What a service calls an input that it does not take. */
export function validationCode({ name, protocol }: ServiceEntry): string {
  if (name === 'logs') return 'InvalidParameterException'
  if (name === 'organizations' || name === 'securityhub') return 'InvalidInputException'
  return protocol === 'query' || name === 'cloudwatch' ? 'ValidationError' : 'ValidationException'
}

const loaded = new Map<ServiceName, ReadonlyMap<string, Operation>>()

/** A service's operations by name. They come with the SDK's client, which takes its time: it is loaded for the first call of its service. */
export async function operationsOf({ name, load }: ServiceEntry): Promise<ReadonlyMap<string, Operation>> {
  const present = loaded.get(name)
  if (present !== undefined) return present
  const byName = new Map(
    Object.values(await load())
      .flat()
      .map((each) => [each.name, each]),
  )
  loaded.set(name, byName)
  return byName
}
