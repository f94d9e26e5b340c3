/** An endpoint, and what names it: a variable, or a line of a configuration file. */
export type NamedEndpoint = { readonly by: string; readonly value: string }

/** Names one for every service that has none of its own. */
export const VARIABLE = 'AWS_ENDPOINT_URL'

/** The services that are called here, as variables name them; in a file they are in small letters. */
export const SERVICES = [
  'ACCOUNT',
  'CLOUDFORMATION',
  'CLOUDWATCH',
  'CLOUDWATCH_LOGS',
  'CONFIG_SERVICE',
  'DYNAMODB',
  'IAM',
  'LAMBDA',
  'ORGANIZATIONS',
  'RAM',
  'SNS',
  'SSM',
  'STS',
]

export const OF_SERVICES = SERVICES.map((service) => `${VARIABLE}_${service}`)

/** Whether calls can be sent there. */
export function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, port } = new URL(text)
  return /^https?:$/.test(protocol) && port !== '0'
}

/** Every call goes there, whatever the environment says of a service. */
export function everyCallGoesTo(endpoint: string): void {
  process.env[VARIABLE] = endpoint
  for (const variable of OF_SERVICES) delete process.env[variable]
}
