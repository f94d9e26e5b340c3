import { ListRegions$, type ListRegionsRequest, type RegionOptStatus } from '@aws-sdk/client-account'
import { AwsError } from '../world/aws-error.ts'
import { operation } from '../world/operation.ts'

/** Every account has these, and here nobody opts into others. */
const ENABLED = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
]
const DISABLED = ['af-south-1', 'eu-central-2', 'eu-south-1']

const MOST = 50

/** The Regions of an account. */
export const regionOperations = [
  operation(
    ListRegions$,
    ['RegionOptStatusContains', 'MaxResults', 'NextToken'],
    ({ RegionOptStatusContains, MaxResults = MOST, NextToken }: ListRegionsRequest) => {
      if (MaxResults < 1 || MaxResults > MOST) throw refused(`MaxResults must be between 1 and ${MOST}.`)
      if (NextToken !== undefined && !/^\d{1,3}$/.test(NextToken)) throw refused('The NextToken is not valid.')
      const meant = REGIONS.filter(({ RegionOptStatus: status }) => RegionOptStatusContains?.includes(status) ?? true)
      const [from, to] = [Number(NextToken ?? 0), Number(NextToken ?? 0) + MaxResults]
      return { Regions: meant.slice(from, to), ...(to < meant.length ? { NextToken: String(to) } : {}) }
    },
  ),
]

const as = (RegionOptStatus: RegionOptStatus) => (RegionName: string) => ({ RegionName, RegionOptStatus })

const REGIONS = [...ENABLED.map((name) => as('ENABLED_BY_DEFAULT')(name)), ...DISABLED.map((name) => as('DISABLED')(name))]

const refused = (message: string): AwsError => new AwsError('ValidationException', 400, message)
