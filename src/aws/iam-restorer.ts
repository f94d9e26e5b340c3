import { CreateLoginProfileCommand, IAMClient, UpdateAccessKeyCommand, UpdateLoginProfileCommand } from '@aws-sdk/client-iam'
import type { Restorer } from '../revocation/restorer.ts'
import { clientSettings } from './client-settings.ts'
import { taken } from './iam-revoker.ts'

/** Gives back in IAM, with the caller's own credentials. */
export function iamRestorer(): Restorer {
  const client = new IAMClient(clientSettings())
  return {
    activateKey: (UserName, AccessKeyId) => taken(client.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Active' }))),
    createPassword: (UserName, Password) =>
      taken(client.send(new CreateLoginProfileCommand({ UserName, Password, PasswordResetRequired: true }))),
    replacePassword: (UserName, Password) =>
      taken(client.send(new UpdateLoginProfileCommand({ UserName, Password, PasswordResetRequired: true }))),
  }
}
