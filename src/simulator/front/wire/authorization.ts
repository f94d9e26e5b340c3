import type { IncomingHttpHeaders } from 'node:http'
import { AwsError } from '../../world/aws-error.ts'

/** Who signs a call, and for where. The signature itself is not checked. */
export type Credential = { readonly accessKeyId: string; readonly region: string; readonly service: string }

const ALGORITHM = 'AWS4-HMAC-SHA256'

/** @throws AwsError MissingAuthenticationToken, IncompleteSignature */
export function credentialOf({ authorization, date, 'x-amz-date': amzDate }: IncomingHttpHeaders): Credential {
  if (authorization === undefined || !authorization.startsWith('AWS4-'))
    throw new AwsError('MissingAuthenticationToken', 403, 'Request is missing Authentication Token')
  if (!authorization.startsWith(`${ALGORITHM} `)) throw incomplete(`Unsupported AWS 'algorithm': '${authorization.split(' ')[0]}'.`)
  const fields = new Map(authorization.slice(ALGORITHM.length).split(',').map(nameAndValue))
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !fields.get(name))
  const complaints = missing.map((name) => `Authorization header requires '${name}' parameter.`)
  if (amzDate === undefined && date === undefined)
    complaints.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
  if (complaints.length > 0) throw incomplete(`${complaints.join(' ')} Authorization=${ALGORITHM}`)
  return scoped(fields.get('Credential') ?? '')
}

function nameAndValue(field: string): readonly [string, string] {
  const [name = '', ...value] = field.trim().split('=')
  return [name, value.join('=')]
}

function scoped(credential: string): Credential {
  const [accessKeyId = '', day = '', region = '', service = '', term, ...more] = credential.split('/')
  if (accessKeyId === '' || region === '' || service === '' || term !== 'aws4_request' || more.length > 0 || !/^\d{8}$/.test(day))
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/aws4_request, got '${credential}'`,
    )
  return { accessKeyId, region, service }
}

const incomplete = (message: string): AwsError => new AwsError('IncompleteSignature', 400, message)
