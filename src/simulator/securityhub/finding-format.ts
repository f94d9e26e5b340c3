import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub'
import { among, list, map, members, text } from './shape.ts'

/** As Security Hub itself tells it where a time is of another form. */
const TIME = /^(\d\d\d\d)-[0-1](\d)-[0-3](\d)[Tt](?:[0-2](\d):[0-5](\d):[0-5](\d)|23:59:60)(?:\.(\d)+)?(?:[Zz]|[+-](\d\d)(?::?(\d\d))?)$/
const time = text({ pattern: TIME })

const types = list(text({ pattern: /^([^/]+)(\/[^/]+){0,2}$/ }), { max: 50 })
const severity = members({ Label: among('INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL') })

const resource = members({
  Type: text({ max: 256 }),
  Id: text(),
  Partition: among('aws', 'aws-cn', 'aws-us-gov'),
  Region: text({ max: 16 }),
  Details: members({
    AwsIamUser: members({ UserName: text(), UserId: text(), Path: text(), CreateDate: time }),
    AwsIamAccessKey: members({
      AccessKeyId: text(),
      PrincipalType: text(),
      PrincipalId: text(),
      PrincipalName: text(),
      Status: among('Active', 'Inactive'),
      CreatedAt: time,
    }),
  }),
})

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html */
const finding = members({
  SchemaVersion: among('2018-10-08'),
  Id: text({ max: 512 }),
  ProductArn: text({ max: 2_048 }),
  GeneratorId: text({ max: 512 }),
  AwsAccountId: text({ pattern: /^\d{12}$/ }),
  AwsAccountName: text({ max: 50 }),
  Types: types,
  FirstObservedAt: time,
  LastObservedAt: time,
  CreatedAt: time,
  UpdatedAt: time,
  Severity: severity,
  Title: text({ max: 256 }),
  Description: text({ max: 1_024 }),
  Remediation: members({ Recommendation: members({ Text: text({ max: 512 }), Url: text() }) }),
  ProductFields: map(50, text({ max: 128 }), text({ max: 2_048 })),
  Resources: list(resource, { min: 1, max: 32 }),
  Compliance: members({
    Status: among('PASSED', 'WARNING', 'FAILED', 'NOT_AVAILABLE'),
    RelatedRequirements: list(text(), { max: 32 }),
  }),
  Workflow: members({ Status: among('NEW', 'NOTIFIED', 'RESOLVED', 'SUPPRESSED') }),
  RecordState: among('ACTIVE', 'ARCHIVED'),
  FindingProviderFields: members({ Severity: severity, Types: types }),
})

const BYTES = 240 * 1_024

/** Why a finding is refused, or undefined. */
export function fault(given: AwsSecurityFinding): string | undefined {
  const problems = [
    ...finding(given, 'data'),
    ...(given.Severity?.Label === undefined && given.FindingProviderFields?.Severity?.Label === undefined
      ? ["data should have required property 'FindingProviderFields'", 'data should match some schema in anyOf']
      : []),
  ]
  if (problems.length > 0) return `Finding does not adhere to Amazon Finding Format. ${problems.join(', ')}.`
  return Buffer.byteLength(JSON.stringify(given)) > BYTES ? `Finding is larger than ${BYTES} bytes.` : undefined
}
