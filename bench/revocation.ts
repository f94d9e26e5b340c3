import { readFile } from 'node:fs/promises'
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation'
import { Simulator } from '../src/simulator/index.ts'
import { accountOf } from './account.ts'

const ID = 'AIDABENCHREVOKED00000'

/**
 * No program that looks before its intent and again after it can do with fewer calls: who it is (2), a session for that user alone, the list, which credentials there are (2), the
 * ledger, whether the user is an administrator, the brake, the intent; the list, the user, the credential and the ledger again; the act, a look, the end in the ledger.
 * A key's last use is a call of its own, before and after.
 */
export const REVOCATION_BOUND = { password: 17, key: 19 }

/** How many calls the function makes to revoke one credential, through the real template, of an account of so many users. */
export async function revocationCalls(users: number, kind: 'password' | 'key'): Promise<number> {
  const idle = { created: '400d', lastUsed: '200d' }
  const one = { name: 'idle', id: ID, created: '400d', ...(kind === 'password' ? { password: idle } : { accessKeys: [idle] }) }
  const others = accountOf({ users, unusedPercent: 1 }).slice(1)
  const inUse = others.map(({ name }) => ({ name, created: '400d', password: { created: '400d', lastUsed: '1d' } }))
  const account = { users: [one, ...inUse], parameters: { '/iam-unused-user-cleanup/excluded-users': ',' } }
  await using simulator = await Simulator.start({ at: new Date(), account, logInputs: false })
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' }
  const cloudFormation = new CloudFormationClient({ endpoint: simulator.endpoint, region: simulator.region, credentials })
  const Parameters = Object.entries({ MaxCredentialUsageAge: '90', RemediationRunbook: 'Guarded' }).map(
    ([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }),
  )
  const TemplateBody = await readFile('templates/template.yaml', 'utf8')
  await cloudFormation.send(new CreateStackCommand({ StackName: 'Bench', TemplateBody, Parameters, Capabilities: ['CAPABILITY_IAM'] }))
  await simulator.advance(2_000)
  const from = simulator.calls.length
  await simulator.advance(1_800_000)
  if (simulator.changes.length !== 1) throw new Error(`${simulator.changes.length} credentials were revoked, not one.`)
  return simulator.calls
    .slice(from)
    .filter(({ caller, operation }) => /ConfigRuleLambdaRole|RevokingRole/.test(caller) && !operation.startsWith('logs:')).length
}
