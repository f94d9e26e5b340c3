import { AccountClient, paginateListRegions } from '@aws-sdk/client-account'
import { ConfigServiceClient, DescribeConfigRulesCommand } from '@aws-sdk/client-config-service'
import { collect, mapConcurrently } from '../stream/map-concurrently.ts'
import { clientSettings } from './client-settings.ts'
import { describeError, hasName } from './errors.ts'
import { present } from './present.ts'
import { wholeList } from './whole-list.ts'

const AT_A_TIME = 8

/** The Regions that the account may use. */
export async function enabledRegions(): Promise<readonly string[]> {
  const client = new AccountClient(clientSettings())
  const pages = paginateListRegions({ client, pageSize: 50 }, { RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'] })
  return (await collect(wholeList(pages, 'Regions'))).map(({ RegionName }) => present(RegionName, 'RegionName'))
}

export type Looked = { readonly region: string } & (
  | { readonly kind: 'there' | 'absent' }
  | { readonly kind: 'unread'; readonly why: string }
)

/** Whether there is a rule of that name, Region by Region. Where one cannot be asked, nobody knows. */
export const ruleIn = (regions: readonly string[], ruleName: string): Promise<readonly Looked[]> =>
  collect(mapConcurrently(regions, AT_A_TIME, (region) => look(region, ruleName)))

async function look(region: string, ruleName: string): Promise<Looked> {
  try {
    await new ConfigServiceClient({ ...clientSettings(), region }).send(new DescribeConfigRulesCommand({ ConfigRuleNames: [ruleName] }))
    return { region, kind: 'there' }
  } catch (error) {
    if (hasName(error, ['NoSuchConfigRuleException'])) return { region, kind: 'absent' }
    return { region, kind: 'unread', why: describeError(error) }
  }
}
