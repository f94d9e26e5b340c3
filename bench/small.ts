import { execFileSync } from 'node:child_process'
import { IAMClient, GetUserCommand } from '@aws-sdk/client-iam'
import { Bench } from 'tinybench'
import { parseCredentialReport } from '../src/inventory/credential-report.ts'
import { instant } from '../src/judgement/instant.ts'
import { judge } from '../src/judgement/verdict.ts'
import { Simulator } from '../src/simulator/index.ts'

const ROWS = 5_000
const NOW = instant('2026-11-25T00:00:00Z')

export type Figure = { readonly what: string; readonly perSecond: number; readonly spread: string }

/** The small things, each by itself. */
export async function smallFigures(): Promise<readonly Figure[]> {
  await using simulator = await Simulator.start({ at: '2026-11-25T00:00:00Z', account: { users: [{ name: 'ana' }] }, logInputs: false })
  const iam = new IAMClient({
    endpoint: simulator.endpoint,
    region: simulator.region,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  })
  const key = {
    kind: 'access-key',
    id: 'AKIA',
    status: 'active',
    created: instant('2024-01-01'),
    lastUse: { kind: 'at', instant: instant('2026-11-01') },
  } as const
  const csv = report(ROWS)
  const bench = new Bench({ time: 1_000 })
    .add('judge() of one access key', () => void judge(key, 90, NOW))
    .add(`a credential report of ${ROWS.toLocaleString('en')} rows parsed`, () => void parseCredentialReport(csv, NOW))
    .add(
      'a request to the simulator by the SDK, one after the other',
      async () => void (await iam.send(new GetUserCommand({ UserName: 'ana' }))),
    )
    .add('iam-cleanup --help', () => void execFileSync(process.execPath, ['dist/cli/main.js', '--help']))
    .add('node, doing nothing', () => void execFileSync(process.execPath, ['-e', '']))
  await bench.run()
  return bench.tasks.map(({ name, result }) => {
    if (!('throughput' in result)) throw new Error(`${name} was not measured.`)
    return { what: name, perSecond: result.throughput.mean, spread: `±${result.latency.rme.toFixed(1)} %` }
  })
}

function report(rows: number): string {
  const head =
    'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,' +
    [1, 2]
      .map((n) =>
        ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service']
          .map((field) => `access_key_${n}_${field}`)
          .join(','),
      )
      .join(',') +
    ',cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated'
  const row = (n: number): string =>
    `user-${n},arn:aws:iam::123456789012:user/user-${n},2024-01-02T03:04:05Z,true,2026-11-01T00:00:00Z,2024-01-02T03:04:05Z,N/A,true,` +
    'true,2024-02-01T00:00:00Z,2026-11-20T10:00:00Z,us-east-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A'
  return [head, ...Array.from({ length: rows }, (_, n) => row(n))].join('\n')
}
