import { describeError, hasName, isRefused } from '../aws/errors.ts'

type Cause = { readonly fits: (error: Error, code: string) => boolean; readonly says: (error: Error) => string }

const profile = (): string => process.env['AWS_PROFILE'] ?? 'default'

/** Why AWS could not be reached or did not answer, each with the next step (S13). The first that fits is said. */
const CAUSES: readonly Cause[] = [
  {
    fits: ({ message }) => message === 'Region is missing',
    says: () => 'No AWS Region is chosen. Say --region, set AWS_REGION or AWS_DEFAULT_REGION, or give the profile a region.',
  },
  {
    fits: (error) => hasName(error, ['UnknownProfile']),
    says: (error) => `${error.message} "aws configure list-profiles" shows which there are; --profile and AWS_PROFILE choose one.`,
  },
  {
    fits: ({ message }) => /MultiFactorAuthentication failed|invalid MFA/i.test(message),
    says: (error) =>
      `AWS does not take that MFA code (${error.message}). A code serves once: wait for the next one, then repeat the command.`,
  },
  {
    fits: (error) =>
      hasName(error, ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenProviderError']) ||
      (hasName(error, ['CredentialsProviderError', 'ProfileFailed']) && /expired|sso login/i.test(error.message)),
    says: () => 'Your AWS credentials have expired. Log in again (aws sso login, or a new session), then repeat the command.',
  },
  {
    fits: (error) => hasName(error, ['ProfileFailed']),
    says: (error) => `${ended(error.message)} Mend the profile, or choose another with --profile.`,
  },
  {
    fits: (error) => isOfCredentials(error) && process.env['AWS_PROFILE'] !== undefined,
    says: () =>
      `The profile ${profile()} gives no credentials: it says nothing of where they come from. Log in, or choose another with --profile.`,
  },
  {
    fits: (error) => isOfCredentials(error),
    says: () => 'There are no AWS credentials. Say --profile, set AWS_PROFILE, or log in first (aws configure, aws sso login).',
  },
  {
    fits: (error) =>
      hasName(error, [
        'InvalidClientTokenId',
        'UnrecognizedClientException',
        'SignatureDoesNotMatch',
        'InvalidSignatureException',
        'AuthFailure',
        'IncompleteSignature',
      ]),
    says: (error) =>
      `AWS does not accept these credentials (${describeError(error)}). Look at --profile and AWS_ACCESS_KEY_ID: is the key of another account, deactivated or misspelt?`,
  },
  {
    fits: (_, code) => ['ENOTFOUND', 'EAI_AGAIN'].includes(code),
    says: (error) =>
      `The name of the endpoint could not be found (${error.message}). Is the Region spelt rightly, is --endpoint-url, is there a network?`,
  },
  {
    fits: (_, code) => code === 'ECONNREFUSED',
    says: (error) =>
      `Nothing listens at the endpoint (${withCode(error)}). Look at --endpoint-url and AWS_ENDPOINT_URL, and at your proxy.`,
  },
  {
    fits: (_, code) => /CERT|SELF_SIGNED|UNABLE_TO_|TLS|SSL|EPROTO/.test(code),
    says: (error) =>
      `No secure connection to the endpoint could be made (${withCode(error)}). Behind a proxy of your own set NODE_EXTRA_CA_CERTS to its certificate; a simulator is reached by http://.`,
  },
  {
    fits: (error, code) =>
      hasName(error, ['TimeoutError', 'AbortError']) || ['ETIMEDOUT', 'ECONNRESET', 'EPIPE', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code),
    says: (error) =>
      `AWS did not answer (${withCode(error)}). Look at your network, VPN and proxy, and at --endpoint-url, then repeat the command.`,
  },
  {
    fits: (error) => isRefused(error),
    says: (error) =>
      `AWS refused it: ${error.message} Grant ${/perform: ([\w-]+:\w+)/.exec(error.message)?.[1] ?? 'that right'} to the caller; --help names all rights that the command needs.`,
  },
  {
    fits: (error) => hasName(error, ['Throttling', 'ThrottlingException', 'TooManyRequestsException', 'RequestLimitExceeded', 'SlowDown']),
    says: (error) => `AWS throttled the calls for longer than they were tried again (${describeError(error)}). Repeat the command later.`,
  },
]

/** One sentence on an error, with the next step where it is AWS that could not be reached. */
export function sentenceOn(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = CAUSES.find(({ fits }) => fits(error, codeOf(error)))
  return cause?.says(error) ?? (error.message === '' ? describeError(error) : error.message)
}

/** A sentence. */
const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

const isOfCredentials = (error: Error): boolean => hasName(error, ['CredentialsProviderError'])

const codeOf = (error: Error): string => String(Object(error).code ?? '')

const withCode = (error: Error): string => (error.message === '' ? codeOf(error) : error.message)
