/**
 * Reads the function's answer, whether Systems Manager hands it on as text or as a map, and whether or not it fails a step whose function threw. Exact to the
 * letter: the simulator carries it out by a stand-in that is bound to this text.
 */
const SCRIPT = `import json


def script_handler(events, context):
    answer = events.get("Answer")
    if isinstance(answer, str):
        answer = json.loads(answer)
    if not isinstance(answer, dict):
        raise Exception("The function gave no answer. Its log says why.")
    if answer.get("outcome") != "done":
        raise Exception(str(answer.get("reason") or answer.get("errorMessage") or "The function did not say what came of it. Its log does."))
    return {"output": answer.get("output"), "http_responses": answer.get("http_responses")}
`

/** Systems Manager waits no longer for a function. */
const FUNCTION_SECONDS = 300

/** The script only reads an answer. */
const SCRIPT_SECONDS = 60

/** Our runbook: the AWS-owned one's parameters, last step and output. The function acts; the script fails the execution unless that is done. */
export const guardedRunbook = (functionName: string): object => ({
  schemaVersion: '0.3',
  description: 'Revokes unused credentials of one IAM user, after a last look at exclusions and use.',
  assumeRole: '{{ AutomationAssumeRole }}',
  parameters: {
    AutomationAssumeRole: { type: 'String', allowedPattern: String.raw`^arn:[a-z-]+:iam::\d{12}:role/[\w+=,.@/-]+$` },
    IAMResourceId: { type: 'String', allowedPattern: String.raw`^\w{16,128}$` },
    MaxCredentialUsageAge: {
      type: 'String',
      description: 'No effect: the limit is the stack parameter of that name.',
      default: '90',
      allowedPattern: String.raw`^\d{1,5}$`,
    },
  },
  mainSteps: [
    {
      name: 'AskTheFunction',
      action: 'aws:invokeLambdaFunction',
      timeoutSeconds: FUNCTION_SECONDS,
      inputs: {
        FunctionName: functionName,
        InputPayload: { IAMResourceId: '{{ IAMResourceId }}', ExecutionId: '{{ automation:EXECUTION_ID }}' },
      },
    },
    {
      name: 'RevokeUnusedIAMUserCredentialsAndVerify',
      action: 'aws:executeScript',
      timeoutSeconds: SCRIPT_SECONDS,
      isEnd: true,
      inputs: {
        Runtime: 'python3.11',
        Handler: 'script_handler',
        InputPayload: { Answer: '{{ AskTheFunction.Payload }}' },
        Script: SCRIPT,
      },
      outputs: [{ Name: 'Output', Selector: '$.Payload', Type: 'StringMap' }],
    },
  ],
  outputs: ['RevokeUnusedIAMUserCredentialsAndVerify.Output'],
})
