import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub'

const TYPES = ['Software and Configuration Checks/Industry and Regulatory Standards']

/** A finding of Security Hub with every member that the simulator takes, of the account 123456789012 in us-east-1. */
export const FINDING: AwsSecurityFinding = {
  SchemaVersion: '2018-10-08',
  Id: 'one',
  ProductArn: 'arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default',
  GeneratorId: 'generator',
  AwsAccountId: '123456789012',
  AwsAccountName: 'production',
  Types: TYPES,
  FirstObservedAt: '2026-11-01T09:00:00Z',
  LastObservedAt: '2026-11-25T09:00:00Z',
  CreatedAt: '2026-11-01T09:00:00Z',
  UpdatedAt: '2026-11-25T09:00:00.000Z',
  Severity: { Label: 'MEDIUM' },
  Title: 'ana has an unused password',
  Description: 'Password last used 100 days ago.',
  Remediation: { Recommendation: { Text: 'Delete it.', Url: 'https://example.com' } },
  ProductFields: { LimitDays: '90' },
  Resources: [
    {
      Type: 'AwsIamUser',
      Id: 'arn:aws:iam::123456789012:user/ana',
      Partition: 'aws',
      Region: 'us-east-1',
      Details: { AwsIamUser: { UserName: 'ana', UserId: 'AIDAANA', Path: '/', CreateDate: '2025-11-01T09:00:00Z' } },
    },
    {
      Type: 'AwsIamAccessKey',
      Id: 'AWS::IAM::AccessKey:AKIAIOSFODNN7EXAMPLE',
      Details: {
        AwsIamAccessKey: {
          AccessKeyId: 'AKIAIOSFODNN7EXAMPLE',
          PrincipalType: 'User',
          PrincipalId: 'AIDAANA',
          PrincipalName: 'ana',
          Status: 'Active',
          CreatedAt: '2025-11-01T09:00:00Z',
        },
      },
    },
  ],
  Compliance: { Status: 'FAILED', RelatedRequirements: ['CIS AWS 5.0 1.11'] },
  Workflow: { Status: 'NEW' },
  RecordState: 'ACTIVE',
  FindingProviderFields: { Severity: { Label: 'MEDIUM' }, Types: TYPES },
}
