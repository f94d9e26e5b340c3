import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { AssumeRoleCommand, STSClient, STSServiceException } from '@aws-sdk/client-sts'
import { instant, type Instant } from '../judgement/instant.ts'
import { clientSettings } from './client-settings.ts'
import { present } from './present.ts'
import type { Session } from './session.ts'

/** A role, as it is assumed. `externalId` is undefined where its trust asks for none. */
export type Role = { readonly arn: string; readonly sessionName: string; readonly externalId: string | undefined }

/** The session, and the ARN as whom it calls. */
export type OpenedSession = Session & { readonly arn: string }

/** New credentials are had so long before the end. */
const SPARE_MS = 300_000

/** Opens sessions of roles, all over the same connections; `clock` is AWS's. */
export function roleSessions(clock: () => Instant) {
  const client = new STSClient(clientSettings())
  const requestHandler = { httpAgent: new HttpAgent({ keepAlive: true }), httpsAgent: new HttpsAgent({ keepAlive: true }) }
  return { open, close }

  /** Assume a role, and anew before its session ends. @throws what AWS said where the role is not had */
  async function open(role: Role): Promise<OpenedSession> {
    let held = assumed(role)
    const { arn } = await held
    return { arn, requestHandler, credentials }

    /** Whatever expiration the SDK is told, it compares with the clock of this machine: told that it is over, it asks here each time. */
    async function credentials() {
      const current = held
      if (clock() > (await current).until - SPARE_MS && held === current) {
        held = assumed(role)
        // Whoever waits for it meets its failure: a refusal is not asked for again.
        held.catch(() => undefined)
      }
      const { accessKeyId, secretAccessKey, sessionToken } = await held
      return { accessKeyId, secretAccessKey, sessionToken, expiration: new Date(0) }
    }
  }

  async function assumed({ arn: RoleArn, sessionName: RoleSessionName, externalId }: Role) {
    const { Credentials, AssumedRoleUser } = await client.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName, ...(externalId === undefined ? {} : { ExternalId: externalId }) }),
    )
    return {
      arn: present(AssumedRoleUser?.Arn, 'AssumedRoleUser.Arn'),
      accessKeyId: present(Credentials?.AccessKeyId, 'Credentials.AccessKeyId'),
      secretAccessKey: present(Credentials?.SecretAccessKey, 'Credentials.SecretAccessKey'),
      sessionToken: present(Credentials?.SessionToken, 'Credentials.SessionToken'),
      until: instant(present(Credentials?.Expiration, 'Credentials.Expiration')),
    }
  }

  function close(): void {
    requestHandler.httpAgent.destroy()
    requestHandler.httpsAgent.destroy()
    client.destroy()
  }
}

/** Whether a role was not had: of any call that is made in a session this may come, for the role is assumed anew in time. */
export const isOfSts = (error: unknown): boolean => error instanceof STSServiceException
