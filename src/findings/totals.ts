import type { CredentialFinding, Totals, UserFinding } from './findings.ts'

/** Every user and every credential counts once. */
export function totalsOf(users: readonly UserFinding[], { inAccount, gone }: Pick<Totals['users'], 'inAccount' | 'gone'>): Totals {
  const are = (kind: UserFinding['verdict']['kind']): number => users.filter(({ verdict }) => verdict.kind === kind).length
  const credentials = users.flatMap((user) => user.credentials)
  const stand = (standing: CredentialFinding['standing']): number => credentials.filter((each) => each.standing === standing).length
  return {
    users: {
      inAccount,
      listed: users.length + gone,
      compliant: are('compliant'),
      nonCompliant: are('non-compliant'),
      excluded: are('excluded'),
      unknown: are('unknown'),
      gone,
    },
    credentials: {
      all: credentials.length,
      unused: stand('unused'),
      dueSoon: stand('due-soon'),
      inUse: stand('in-use'),
      inactive: stand('inactive'),
      excluded: stand('excluded'),
      unknown: stand('unknown'),
    },
  }
}
