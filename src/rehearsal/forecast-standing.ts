import type { Hit } from './brake.ts'
import type { Counts, Told, Warned } from './forecast.ts'
import type { UserLine } from './log-lines.ts'

const DAY_MS = 86_400_000

export type Limits = { readonly limitDays: number; readonly warningDays: number }

/** How users stand at a run, by what it says of them. */
export type Standing = {
  readonly counts: Counts
  readonly unused: readonly Hit[]
  readonly warned: readonly Warned[]
  readonly excluded: readonly Told[]
}

export function standingOf(users: readonly UserLine[], at: Date, limits: Limits): Standing {
  const told = (verdict: string): readonly Told[] =>
    users.flatMap((user) => (user.verdict === verdict ? [{ userName: user.userName, userId: user.userId, why: user.why }] : []))
  const [unused, excluded] = [told('non-compliant'), told('excluded')]
  const compliant = users.filter(({ verdict }) => verdict === 'compliant')
  const warned = compliant.flatMap((user) => warning(user, at, limits))
  return {
    counts: {
      users: users.length,
      unused: unused.length,
      compliant: compliant.length,
      warned: warned.length,
      excluded: excluded.length,
      unknown: told('unknown').length,
    },
    unused,
    warned,
    excluded,
  }
}

/** As the digest warns: of who is idle for so long that the limit is less than its warning days away. Each sentence of the rule tells idle days. */
function warning({ userName, userId, reasons }: UserLine, at: Date, { limitDays, warningDays }: Limits): readonly Warned[] {
  const most = Math.max(-1, ...reasons.map((sentence) => Number(/(\d+) days? ago\b/.exec(sentence)?.[1] ?? -1)))
  if (most < Math.max(0, limitDays - warningDays)) return []
  return [{ userName, userId, due: new Date(at.getTime() + (limitDays - most) * DAY_MS).toISOString().slice(0, 10) }]
}
