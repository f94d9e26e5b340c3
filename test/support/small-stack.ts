import { CreateStackCommand, DescribeStacksCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation'
import { Simulator, type SimulatorOptions } from '../../src/simulator/index.ts'
import { START, System } from './system.ts'

type Resource = { readonly Type: string; readonly Properties?: object; readonly [key: string]: unknown }

export type Resources = Readonly<Record<string, Resource>>

const Capabilities = ['CAPABILITY_NAMED_IAM' as const]
const StackName = 'Small'

/** A simulator with nothing in it. */
export const smallSystem = async (options: Partial<SimulatorOptions> = {}): Promise<System> =>
  new System(await Simulator.start({ at: START, ...options }))

/** Make a stack of these resources. Gives its status and why. */
export async function create(system: System, Resources: Resources): Promise<string> {
  await system.cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify({ Resources }), Capabilities }))
  return status(system)
}

/** Bring the stack to these resources. Gives its status and why. */
export async function update(system: System, Resources: Resources): Promise<string> {
  await system.cloudFormation.send(new UpdateStackCommand({ StackName, TemplateBody: JSON.stringify({ Resources }), Capabilities }))
  return status(system)
}

export async function status(system: System): Promise<string> {
  const { Stacks: [stack] = [] } = await system.cloudFormation.send(new DescribeStacksCommand({ StackName }))
  return [String(stack?.StackStatus), await system.whyFailed(StackName)].filter((each) => each !== '').join(': ')
}

const allow = (Action: string) => [
  { PolicyName: 'P', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] } },
]

export const role = (service: string, action: string, Condition?: object): Resource => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole', ...(Condition && { Condition }) }],
    },
    Policies: allow(action),
  },
})

/** A function whose handler is this text: `async (event, context) => …`. */
const lambda = (handler: string, properties: object = {}): Resource => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: 'small',
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: { 'Fn::GetAtt': ['FunctionRole', 'Arn'] },
    Code: { ZipFile: `exports.handler = ${handler}` },
    ...properties,
  },
})

/** A function and its role. */
export const functionOf = (handler: string, properties: object = {}): Resources => ({
  FunctionRole: role('lambda.amazonaws.com', 'config:PutEvaluations'),
  Function: lambda(handler, properties),
})

/** The steps of the guarded document. */
export const guardedSteps = (script: string) => [
  {
    name: 'AskTheFunction',
    action: 'aws:invokeLambdaFunction',
    timeoutSeconds: 300,
    inputs: {
      FunctionName: { Ref: 'Function' },
      InputPayload: { IAMResourceId: '{{ IAMResourceId }}', ExecutionId: '{{ automation:EXECUTION_ID }}' },
    },
  },
  {
    name: 'RevokeUnusedIAMUserCredentialsAndVerify',
    action: 'aws:executeScript',
    isEnd: true,
    inputs: {
      Runtime: 'python3.11',
      Handler: 'script_handler',
      InputPayload: { Answer: '{{ AskTheFunction.Payload }}' },
      Script: script,
    },
    outputs: [{ Name: 'Output', Selector: '$.Payload', Type: 'StringMap' }],
  },
]

export const content = (mainSteps: readonly unknown[], outputs: readonly string[] = []) => ({
  schemaVersion: '0.3',
  assumeRole: '{{ AutomationAssumeRole }}',
  parameters: { AutomationAssumeRole: { type: 'String' }, IAMResourceId: { type: 'String' } },
  mainSteps,
  outputs,
})

export const documentOf = (Content: object, properties: object = {}): Resources => ({
  RunbookRole: role('ssm.amazonaws.com', 'lambda:InvokeFunction'),
  Document: { Type: 'AWS::SSM::Document', Properties: { DocumentType: 'Automation', Content, ...properties } },
})

/** A periodic rule of the function. */
export const ruleOf = (properties: object = {}): Resources => ({
  Permission: {
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName: { Ref: 'Function' }, Action: 'lambda:InvokeFunction', Principal: 'config.amazonaws.com' },
  },
  Rule: {
    Type: 'AWS::Config::ConfigRule',
    DependsOn: 'Permission',
    Properties: {
      ConfigRuleName: 'small-rule',
      Source: {
        Owner: 'CUSTOM_LAMBDA',
        SourceIdentifier: { 'Fn::GetAtt': ['Function', 'Arn'] },
        SourceDetails: [{ EventSource: 'aws.config', MessageType: 'ScheduledNotification', MaximumExecutionFrequency: 'TwentyFour_Hours' }],
      },
      ...properties,
    },
  },
})

export const remediationOf = (properties: object = {}): Resources => ({
  Remediation: {
    Type: 'AWS::Config::RemediationConfiguration',
    Properties: {
      ConfigRuleName: { Ref: 'Rule' },
      Automatic: true,
      MaximumAutomaticAttempts: 1,
      RetryAttemptSeconds: 60,
      TargetType: 'SSM_DOCUMENT',
      TargetId: { Ref: 'Document' },
      Parameters: {
        AutomationAssumeRole: { StaticValue: { Values: [{ 'Fn::GetAtt': ['RunbookRole', 'Arn'] }] } },
        IAMResourceId: { ResourceValue: { Value: 'RESOURCE_ID' } },
      },
      ...properties,
    },
  },
})

/** A handler that calls these ids NON_COMPLIANT whenever the rule runs, and otherwise gives what `answer` (its event is `event`) says. */
export const judging = (ids: readonly string[], answer: string): string => `async (event) => {
  if (event.resultToken === undefined) return ${answer}
  const { ConfigServiceClient, PutEvaluationsCommand } = require('@aws-sdk/client-config-service')
  const Evaluations = ${JSON.stringify(ids)}.map((ComplianceResourceId) => ({
    ComplianceResourceType: 'AWS::IAM::User', ComplianceResourceId, ComplianceType: 'NON_COMPLIANT', OrderingTimestamp: new Date(),
  }))
  await new ConfigServiceClient({}).send(new PutEvaluationsCommand({ ResultToken: event.resultToken, Evaluations }))
}`
