import { cloudWatchHears } from '../cloudwatch/alarms.ts'
import { configHears } from '../config/hears.ts'
import type { News } from '../world/news.ts'
import type { Operation, Service, ServiceName } from '../world/operation.ts'
import type { Place } from '../world/world.ts'

type Wire =
  | { readonly protocol: 'query'; readonly version: string; readonly xmlns: string }
  | { readonly protocol: 'json'; readonly jsonVersion?: '1.0'; readonly targetPrefix: string }
  | { readonly protocol: 'rest-json' }

/** What is known of a service before it is asked for anything: how it is spoken to, and where the rest of it is. */
export type ServiceEntry = Wire & {
  readonly name: ServiceName
  readonly load: () => Promise<Service>
  /** What it makes of what others let it hear, loaded or not. */
  readonly hears?: (place: Place, news: News) => void
}

export const SERVICES: readonly ServiceEntry[] = [
  {
    name: 'iam',
    protocol: 'query',
    version: '2010-05-08',
    xmlns: 'https://iam.amazonaws.com/doc/2010-05-08/',
    load: async () => (await import('../iam/service.ts')).iamService,
  },
  {
    name: 'sts',
    protocol: 'query',
    version: '2011-06-15',
    xmlns: 'https://sts.amazonaws.com/doc/2011-06-15/',
    load: async () => (await import('../sts/service.ts')).stsService,
  },
  {
    name: 'ssm',
    protocol: 'json',
    targetPrefix: 'AmazonSSM',
    load: async () => (await import('../ssm/service.ts')).ssmService,
  },
  {
    name: 'config',
    protocol: 'json',
    targetPrefix: 'StarlingDoveService',
    load: async () => (await import('../config/service.ts')).configService,
    hears: configHears,
  },
  {
    name: 'lambda',
    protocol: 'rest-json',
    load: async () => (await import('../lambda/service.ts')).lambdaService,
  },
  {
    name: 'cloudformation',
    protocol: 'query',
    version: '2010-05-15',
    xmlns: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    load: async () => (await import('../cloudformation/service.ts')).cloudFormationService,
  },
  {
    name: 'logs',
    protocol: 'json',
    targetPrefix: 'Logs_20140328',
    load: async () => (await import('../logs/service.ts')).logsService,
  },
  {
    name: 'sns',
    protocol: 'query',
    version: '2010-03-31',
    xmlns: 'http://sns.amazonaws.com/doc/2010-03-31/',
    load: async () => (await import('../sns/service.ts')).snsService,
  },
  {
    name: 'cloudwatch',
    protocol: 'json',
    targetPrefix: 'GraniteServiceVersion20100801',
    load: async () => (await import('../cloudwatch/service.ts')).cloudWatchService,
    hears: cloudWatchHears,
  },
  {
    name: 'dynamodb',
    protocol: 'json',
    jsonVersion: '1.0',
    targetPrefix: 'DynamoDB_20120810',
    load: async () => (await import('../dynamodb/service.ts')).dynamoDbService,
  },
]

const loaded = new Map<ServiceName, ReadonlyMap<string, Operation>>()

/** A service's operations by name. They come with the SDK's client, which takes its time: it is loaded for the first call of its service. */
export async function operationsOf({ name, load }: ServiceEntry): Promise<ReadonlyMap<string, Operation>> {
  const present = loaded.get(name)
  if (present !== undefined) return present
  const { operations } = await load()
  const byName = new Map(operations.map((each) => [each.name, each]))
  loaded.set(name, byName)
  return byName
}
