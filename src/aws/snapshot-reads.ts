import { GetAccessKeyLastUsedCommand, IAMClient, paginateListGroups } from '@aws-sdk/client-iam'
import type { LastUse } from '../judgement/credential.ts'
import { instant } from '../judgement/instant.ts'
import { collect } from '../stream/map-concurrently.ts'
import { clientSettings } from './client-settings.ts'
import { present } from './present.ts'
import { wholeList } from './whole-list.ts'

/** What a snapshot tells beyond what is judged by: which groups there are, and when inactive keys were used. */
export function snapshotReads() {
  const client = new IAMClient(clientSettings())
  return { groupNames, lastUseOf }

  async function groupNames(): Promise<readonly string[]> {
    const pages = paginateListGroups({ client, pageSize: 1000 }, {})
    return (await collect(wholeList(pages, 'Groups'))).map(({ GroupName }) => present(GroupName, 'Group.GroupName'))
  }

  async function lastUseOf(AccessKeyId: string): Promise<LastUse> {
    const { AccessKeyLastUsed } = await client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))
    const { LastUsedDate, ServiceName, Region } = present(AccessKeyLastUsed, 'AccessKeyLastUsed')
    return LastUsedDate === undefined
      ? { kind: 'never' }
      : { kind: 'at', instant: instant(LastUsedDate), service: ServiceName, region: Region }
  }
}
