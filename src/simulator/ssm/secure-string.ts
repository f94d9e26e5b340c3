import { createHash } from 'node:crypto'
import type { ParameterVersion } from './parameter-versions.ts'

/** As Systems Manager shows it: of a SecureString the ciphertext, unless its decryption is asked for. */
export const decrypted = (version: ParameterVersion, isAsked = false): ParameterVersion =>
  version.Type !== 'SecureString' || isAsked ? version : { ...version, Value: ciphertext(version) }

/** In the form that KMS gives; what it comes to is told by nothing but the name, the version and the value. */
const ciphertext = ({ Name, Version, Value }: ParameterVersion): string =>
  Buffer.concat([
    Buffer.from([1, 2, 2, 0, 120]),
    createHash('sha512')
      .update(JSON.stringify([Name, Version, Value]))
      .digest(),
  ]).toString('base64')
