"""Calls of boto3 against the endpoint of the environment, a line of JSON each: what was answered, or the code and the message of the refusal."""

import json

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

SESSION = boto3.Session()


def client(service):
    # Inputs go out as they are: the simulator is to refuse what is wrong with them.
    return SESSION.client(service, config=Config(parameter_validation=False, retries={"total_max_attempts": 1}))


def tell(call):
    try:
        print(json.dumps(call(), default=str))
    except ClientError as error:
        print(json.dumps(f"{error.response['Error']['Code']}: {error.response['Error']['Message']}"))


ssm, iam, logs, cloudformation, sns, functions = map(client, ["ssm", "iam", "logs", "cloudformation", "sns", "lambda"])

for number in range(12):
    ssm.put_parameter(Name=f"/many/p{number:02}", Type="StringList" if number % 2 else "String", Value="v")
tell(lambda: [len(page["Parameters"]) for page in ssm.get_paginator("get_parameters_by_path").paginate(Path="/many")])
tell(
    lambda: [
        each["Name"]
        for each in ssm.describe_parameters(ParameterFilters=[{"Key": "Type", "Values": ["StringList"]}], MaxResults=2)["Parameters"]
    ]
)
tell(lambda: ssm.put_parameter(Name="p", Type="String", Value="v", Policies="[]"))

logs.create_log_group(logGroupName="g")
logs.create_log_stream(logGroupName="g", logStreamName="s")
NOW = int(ssm.get_parameter(Name="/many/p00")["Parameter"]["LastModifiedDate"].timestamp() * 1000)
EVENTS = ['{"type":"platform.start"}', '{"type":"platform.end"}', "ERROR one", "WARN two"]
logs.put_log_events(logGroupName="g", logStreamName="s", logEvents=[{"timestamp": NOW, "message": each} for each in EVENTS])
for pattern in ['{ $.type = "platform.start" }', "?ERROR ?WARN", "%t[wx]o%"]:
    tell(lambda: [each["message"] for each in logs.filter_log_events(logGroupName="g", filterPattern=pattern)["events"]])
tell(lambda: logs.describe_log_groups(includeLinkedAccounts=True))

for number in range(3):
    iam.create_user(UserName=f"u{number}")
tell(lambda: [len(page["Users"]) for page in iam.get_paginator("list_users").paginate(PaginationConfig={"PageSize": 2})])
tell(lambda: iam.create_role(RoleName="r", AssumeRolePolicyDocument="{}", MaxSessionDuration=7200))

tell(lambda: cloudformation.create_stack(StackName="s", TemplateBody='{"Resources":{"P":{"Type":"AWS::SSM::Parameter"}}}', StackPolicyBody="{}"))
tell(lambda: sns.create_topic(Name="t", DataProtectionPolicy="{}"))
tell(lambda: functions.invoke(FunctionName="nope", ClientContext="e30="))
