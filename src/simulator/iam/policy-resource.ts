const PARTITIONS = ['aws', 'aws-cn', 'aws-us-gov', 'aws-iso', 'aws-iso-b', '*']
const PARTS = 6

const IAM_PATHS =
  'user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/'.split(
    ', ',
  )

/** Whether a resource of AWS's partition is cut short or of no service: AWS does not even begin to say what is wrong with it. */
export function isOfNoService(resource: string): boolean {
  const [arn, partition, service, ...rest] = resource.split(':')
  return arn === 'arn' && partition === 'aws' && service !== undefined && (service === '' || rest.length === 1 || rest.length === 2)
}

/** What IAM says of a resource that a policy cannot name, if it cannot. */
export function resourceFault(resource: string): string | undefined {
  if (resource === '*') return undefined
  const parts = resource.split(':')
  if (parts.length === 1) return `Resource ${resource} must be in ARN format or "*".`
  const [, partition = '', service = '', region = '', account = '', ...path] = parts
  if (!PARTITIONS.includes(partition)) return `Partition "${partition}" is not valid for resource "${whole(parts)}".`
  if (parts[0] !== 'arn') return `Resource ${resource} must be in ARN format or "*".`
  if (service === '' || service.includes('*')) return 'Resource vendor must be fully qualified and cannot contain regexes.'
  if (service === 'iam') return iamFault(resource, region, path.join(':'))
  return service === 's3' && account === '' && region !== '' && region !== '*'
    ? `Resource ${resource} can not contain region information.`
    : undefined
}

/** As IAM repeats it: an ARN, what is missing filled up. */
const whole = ([, ...parts]: readonly string[]): string =>
  ['arn', ...parts, ...Array.from({ length: Math.max(0, PARTS - 1 - parts.length) }, () => '*')].join(':')

function iamFault(resource: string, region: string, path: string): string | undefined {
  if (region !== '') return `IAM resource ${resource} cannot contain region information.`
  const isPath =
    path === '*' || path === 'root' || /^[*?]|\$\{/.test(path) || IAM_PATHS.some((start) => path.startsWith(start) || isWild(path, start))
  return isPath ? undefined : `IAM resource path must either be "*" or start with ${IAM_PATHS.join(', ')}.`
}

/** `us*` may be a user. */
const isWild = (path: string, start: string): boolean => /[*?]/.test(path) && start.startsWith(path.slice(0, path.search(/[*?]/)))
