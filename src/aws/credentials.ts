import { fromIni } from '@aws-sdk/credential-provider-ini'
import { defaultProvider } from '@aws-sdk/credential-provider-node'
import { loadSharedConfigFiles } from '@smithy/core/config'

/** A profile that is named and in none of the files. */
class UnknownProfile extends Error {
  override readonly name = 'UnknownProfile'
}

/** Who has credentials of a profile that says where they come from, and does not get them. */
class ProfileFailed extends Error {
  override readonly name = 'ProfileFailed'
}

type Identity = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly expiration?: Date }

/** What of a profile says where its credentials come from. */
const SOURCES = [
  'aws_access_key_id',
  'credential_process',
  'role_arn',
  'sso_session',
  'sso_start_url',
  'login_session',
  'web_identity_token_file',
]

/** New ones are had so long before the end. */
const SPARE_MS = 300_000

/** Where the service that gives credentials for a role does not answer it is not waited for. */
const CLIENT = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_900, requestTimeout: 1_900, throwOnRequestTimeout: true },
}

/** Nobody wants to read what the SDK thinks of it. */
const SILENT = { trace: () => undefined, debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/**
 * Credentials as the AWS CLI finds them, once for all clients. A profile that says where its credentials come from gives those or none: never, as the SDK's chain would, those
 * of the machine, for they may be of another account. `askCode` asks for the code of an MFA device, `now` is the clock of this machine.
 */
export function credentialsOnce(askCode: (serial: string) => Promise<string>, now: () => Date): (context?: object) => Promise<Identity> {
  let held: Promise<Identity> | undefined
  let due = Infinity
  return async (context) => {
    if (held === undefined || now().getTime() > due) {
      due = Infinity
      held = found(askCode, context)
      due = renewalOf((await held).expiration, now().getTime())
    }
    return held
  }
}

/** When new ones are to be had. What has ended already is of a clock that goes otherwise: nobody is asked for a code again and again. */
function renewalOf(expiration: Date | undefined, now: number): number {
  const left = (expiration?.getTime() ?? Infinity) - now
  return now + (left > 0 ? left - Math.min(SPARE_MS, left / 2) : SPARE_MS)
}

async function found(mfaCodeProvider: (serial: string) => Promise<string>, context: object | undefined): Promise<Identity> {
  const { AWS_PROFILE: named, AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: secret } = process.env
  const name = named ?? 'default'
  const { configFile, credentialsFile } = await loadSharedConfigFiles()
  const profile = { ...configFile[name], ...credentialsFile[name] }
  if (named !== undefined && configFile[name] === undefined && credentialsFile[name] === undefined)
    throw new UnknownProfile(`There is no profile ${name} in your AWS configuration.`)
  const settings = { mfaCodeProvider, clientConfig: CLIENT, logger: SILENT }
  const isOfProfile = SOURCES.some((source) => profile[source] !== undefined)
  if (!isOfProfile || (named === undefined && key !== undefined && secret !== undefined)) return defaultProvider(settings)(context)
  try {
    return await fromIni(settings)(context)
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name !== 'CredentialsProviderError') throw cause
    const what = profile['credential_process'] === undefined ? '' : `, by credential_process = ${profile['credential_process']}`
    throw new ProfileFailed(`The profile ${name} gives no credentials${what}: ${cause.message.trim()}`, { cause })
  }
}
