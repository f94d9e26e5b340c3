import { readFile } from 'node:fs/promises'
import { run } from '../../src/cli/run.ts'
import { parseAccounts, Simulator } from '../../src/simulator/index.ts'
import { recordedIo } from './io.ts'
import { vi } from 'vitest'

export const [MANAGEMENT, SECURITY, DENIED, CLOSED] = ['111111111111', '222222222222', '888888888888', '131313131313']
const START = '2026-11-02T09:00:00Z'

type Described = { readonly id: string; readonly roles?: readonly object[] }

const policy = (...statements: readonly object[]) => ({ Version: '2012-10-17', Statement: statements })

/** What the role in each account may do. */
export const AUDIT = policy({
  Effect: 'Allow',
  Action: [
    'iam:ListUsers',
    'iam:GenerateCredentialReport',
    'iam:GetCredentialReport',
    'iam:ListAccountAliases',
    'iam:GetLoginProfile',
    'iam:ListAccessKeys',
    'iam:GetAccessKeyLastUsed',
    'iam:ListUserTags',
    'iam:GetGroup',
    'ssm:GetParameter',
    'lambda:GetFunctionConfiguration',
    'dynamodb:Query',
    'dynamodb:Scan',
  ],
  Resource: '*',
})

/** The organization of examples/organization.json, with the role in every account that has none of its name; the management and the security account may assume it. */
export async function exampleOrganization(role: object = AUDIT): Promise<Simulator> {
  const file = new URL('../../examples/organization.json', import.meta.url)
  const description = JSON.parse(await readFile(file, 'utf8')) as { readonly accounts: readonly Described[] }
  const trust = policy({
    Effect: 'Allow',
    Principal: { AWS: [`arn:aws:iam::${MANAGEMENT}:root`, `arn:aws:iam::${SECURITY}:root`] },
    Action: 'sts:AssumeRole',
  })
  const roles = [{ name: 'IamCleanupAudit', trust, policies: { Scan: role } }]
  const accounts = description.accounts.map((account) => ({ roles, ...account }))
  return Simulator.start({ at: START, account: parseAccounts({ ...description, accounts }) })
}

/** `heard` gets each note as it is made, and may press Ctrl+C. */
export type Heard = (note: string, interrupt: () => void) => void

type Terms = { readonly heard?: Heard; readonly now?: () => Date }

/** One command line of an operator of an account, or of a session. */
export async function commandOf(simulator: Simulator, accessKeyId: string, argv: readonly string[], { heard, now }: Terms = {}) {
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  try {
    const { io, out, notes, interrupt } = recordedIo(false, now ?? (() => simulator.now()))
    const note = (text: string): void => {
      io.note(text)
      heard?.(text, interrupt)
    }
    // A service may have an endpoint of its own, which the option would not leave it.
    vi.stubEnv('AWS_ENDPOINT_URL', simulator.endpoint)
    const reaches = argv[0] === 'report' && !argv.includes('--source') ? [] : ['--region', 'us-east-1']
    const code = await run([...argv, ...reaches], { ...io, note })
    return { code, out: out.join('\n'), notes: notes.join('\n') }
  } finally {
    vi.unstubAllEnvs()
  }
}

/** How often each account's users were listed since then. */
export function listings(simulator: Simulator, from: number): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { operation, caller } of simulator.calls.slice(from))
    if (operation === 'iam:ListUsers') {
      const account = caller.split(':')[4] ?? ''
      counts[account] = (counts[account] ?? 0) + 1
    }
  return counts
}
