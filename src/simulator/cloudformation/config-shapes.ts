import * as v from 'valibot'
import { flag, number } from './properties.ts'

const frequency = v.picklist(['One_Hour', 'Three_Hours', 'Six_Hours', 'Twelve_Hours', 'TwentyFour_Hours'])
const text = v.pipe(
  v.union([v.string(), v.number(), v.boolean()]),
  v.transform((value) => String(value)),
)

/** What AWS::Config::ConfigRule says, its name apart. */
export const RuleProperties = v.strictObject({
  ConfigRuleName: v.exactOptional(v.string()),
  Description: v.exactOptional(v.string()),
  InputParameters: v.exactOptional(v.pipe(v.union([v.string(), v.record(v.string(), text)]), v.transform(asJson))),
  MaximumExecutionFrequency: v.exactOptional(frequency),
  Scope: v.exactOptional(
    v.strictObject({
      ComplianceResourceTypes: v.exactOptional(v.array(v.string())),
      ComplianceResourceId: v.exactOptional(v.string()),
      TagKey: v.exactOptional(v.string()),
      TagValue: v.exactOptional(v.string()),
    }),
  ),
  Source: v.strictObject({
    Owner: v.picklist(['AWS', 'CUSTOM_LAMBDA', 'CUSTOM_POLICY']),
    SourceIdentifier: v.exactOptional(v.string()),
    SourceDetails: v.exactOptional(
      v.array(
        v.strictObject({
          EventSource: v.exactOptional(v.literal('aws.config')),
          MessageType: v.exactOptional(v.picklist(['ScheduledNotification', 'ConfigurationItemChangeNotification'])),
          MaximumExecutionFrequency: v.exactOptional(frequency),
        }),
      ),
    ),
  }),
})

/** What AWS::Config::RemediationConfiguration says. */
export const RemediationProperties = v.strictObject({
  ConfigRuleName: v.string(),
  TargetId: v.string(),
  TargetType: v.literal('SSM_DOCUMENT'),
  TargetVersion: v.exactOptional(text),
  ResourceType: v.exactOptional(v.string()),
  Automatic: v.exactOptional(flag),
  MaximumAutomaticAttempts: v.exactOptional(number),
  RetryAttemptSeconds: v.exactOptional(number),
  Parameters: v.exactOptional(
    v.record(
      v.string(),
      v.strictObject({
        StaticValue: v.exactOptional(v.strictObject({ Values: v.array(text) })),
        ResourceValue: v.exactOptional(v.strictObject({ Value: v.literal('RESOURCE_ID') })),
      }),
    ),
  ),
  ExecutionControls: v.exactOptional(
    v.strictObject({
      SsmControls: v.exactOptional(
        v.strictObject({ ConcurrentExecutionRatePercentage: v.exactOptional(number), ErrorPercentage: v.exactOptional(number) }),
      ),
    }),
  ),
})

function asJson(parameters: string | Readonly<Record<string, string>>): string {
  return typeof parameters === 'string' ? parameters : JSON.stringify(parameters)
}
