/**
 * The script of the guarded document, word for word. The simulator never runs Python: `answerScript` does what this text says, and no
 * other text is taken.
 */
export const ANSWER_SCRIPT = `import json


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

type Raised = { readonly kind: 'raised'; readonly type: string; readonly message: string }

type Returned = { readonly kind: 'returned'; readonly value: object }

/** What the script makes of its `events`. */
export function answerScript(events: Readonly<Record<string, unknown>>): Raised | Returned {
  const answer = loaded(events['Answer'])
  if (answer === UNREADABLE)
    return { kind: 'raised', type: 'json.decoder.JSONDecodeError', message: 'Expecting value: line 1 column 1 (char 0)' }
  if (!isMap(answer)) return exception('The function gave no answer. Its log says why.')
  const { outcome, reason, errorMessage, output = null, http_responses = null } = answer
  if (outcome === 'done') return { kind: 'returned', value: { output, http_responses } }
  const said = [reason, errorMessage].find((each) => isTrue(each))
  return exception(said === undefined ? 'The function did not say what came of it. Its log does.' : inPython(said))
}

const exception = (message: string): Raised => ({ kind: 'raised', type: 'Exception', message })

const UNREADABLE = Symbol('not JSON')

/** Python tells where JSON goes wrong; only that it does is told here, as of a text that is none from its first letter. */
function loaded(answer: unknown): unknown {
  if (typeof answer !== 'string') return answer
  try {
    return JSON.parse(answer)
  } catch {
    return UNREADABLE
  }
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Empty texts, lists and maps, zero and null are false in Python. */
function isTrue(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return Boolean(value)
}

/** `str(value)`, for what a function gives as a reason. Lists and maps stay in JSON, where Python has a notation of its own. */
function inPython(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return JSON.stringify(value)
}
