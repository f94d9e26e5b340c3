import type { Phase } from './line.ts'

/** What an account failed of. */
export type Failure = { readonly phase: Phase; readonly code: string; readonly roleName: string; readonly accountId: string }

/** What to do about an account that could not be read, in words. */
export function nextStep({ phase, code, roleName, accountId }: Failure): string {
  if (isExpired(code)) return 'Log in again, then go on with --resume and the same file.'
  if (isThrottled(code)) return 'Go on later with --resume and the same file, or with a smaller --concurrency.'
  if (!isRefusal(code)) return STEPS[phase](accountId)
  return phase === 'assume-role'
    ? `See that there is a role ${roleName} in ${accountId} whose trust names your account (and --external-id, where it asks for one), and that you may assume it; or --role-name.`
    : `${GRANTS[phase]} to the role ${roleName} in ${accountId}; a service control policy may deny it, too.`
}

/** By these codes AWS says that whoever calls has no valid credentials any more. */
export const isExpired = (code: string): boolean =>
  [
    'ExpiredToken',
    'ExpiredTokenException',
    'RequestExpired',
    'InvalidClientTokenId',
    'UnrecognizedClientException',
    'CredentialsProviderError',
    'TokenProviderError',
  ].includes(code)

export const isRefusal = (code: string): boolean =>
  ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'AuthorizationError'].includes(code)

const isThrottled = (code: string): boolean => /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/.test(code)

const GRANTS: Readonly<Record<Exclude<Phase, 'assume-role'>, string>> = {
  exclusions: 'Grant ssm:GetParameter on the exclusion list',
  ledger: 'Grant dynamodb:Query and Scan on the ledger',
  list: 'Grant iam:ListUsers, and iam:GetGroup for entries group:…,',
}

const STEPS: Readonly<Record<Phase, (accountId: string) => string>> = {
  'assume-role': () => 'Go on with --resume and the same file.',
  exclusions: (id) => `Look at the exclusion list of ${id} ("iam-cleanup exclude check" with its profile), then go on with --resume.`,
  ledger: (id) => `Look at the ledger of ${id} ("iam-cleanup ledger" with its profile), then go on with --resume.`,
  list: () => 'Go on with --resume and the same file.',
}
