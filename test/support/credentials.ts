import type { AccessKey, Password } from '../../src/judgement/credential.ts'
import { instant } from '../../src/judgement/instant.ts'

export const password = (created: string, lastUsed?: string, restored?: string): Password => ({
  kind: 'password',
  ...life(created, lastUsed, restored),
})

export const key = (created: string, lastUsed?: string, rest: { id?: string; inactive?: boolean; restored?: string } = {}): AccessKey => ({
  kind: 'access-key',
  id: rest.id ?? 'AKIAIOSFODNN7EXAMPLE',
  status: rest.inactive === true ? 'inactive' : 'active',
  ...life(created, lastUsed, rest.restored),
})

const life = (created: string, lastUsed?: string, restored?: string) => ({
  created: instant(created),
  lastUse: lastUsed === undefined ? { kind: 'never' as const } : { kind: 'at' as const, instant: instant(lastUsed) },
  ...(restored === undefined ? {} : { restored: instant(restored) }),
})
