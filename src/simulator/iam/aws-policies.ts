import type { Statement } from '../policy/policy-document.ts'
import type { ManagedPolicy } from './state.ts'

/** Policies of AWS's own that mean something here; any other of AWS's may be attached and grants nothing. */
export const OF_AWS: ReadonlyMap<string, ManagedPolicy> = new Map([
  ofAws('AdministratorAccess', 'ANPAIWMBCKSKIEE64ZLYK', '2015-02-06T18:39:46Z', { Effect: 'Allow', Action: '*', Resource: '*' }),
  ofAws('IAMFullAccess', 'ANPAI7XKCFMBPM3QQRRVQ', '2015-02-06T18:40:38Z', { Effect: 'Allow', Action: 'iam:*', Resource: '*' }),
  ofAws('PowerUserAccess', 'ANPAJYRXTHIB4FOVS3ZXS', '2015-02-06T18:39:47Z', {
    Effect: 'Allow',
    NotAction: ['iam:*', 'organizations:*', 'account:*'],
    Resource: '*',
  }),
])

function ofAws(PolicyName: string, PolicyId: string, since: string, Statement: Statement): readonly [string, ManagedPolicy] {
  const Arn = `arn:aws:iam::aws:policy/${PolicyName}`
  const created = new Date(since)
  const versions = new Map([['v1', { document: { Version: '2012-10-17', Statement }, created }]])
  const dates = { CreateDate: created, UpdateDate: created }
  return [Arn, { PolicyName, PolicyId, Arn, Path: '/', ...dates, versions, defaultVersion: 'v1', versionCount: 1 }]
}
