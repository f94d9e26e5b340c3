import json


def script_handler(events, context):
    answer = events.get("Answer")
    if isinstance(answer, str):
        answer = json.loads(answer)
    if not isinstance(answer, dict):
        raise Exception("The function gave no answer. Its log says why.")
    if answer.get("outcome") != "done":
        raise Exception(str(answer.get("reason") or answer.get("errorMessage") or "The function did not say what came of it. Its log does."))
    return {"output": answer.get("output"), "http_responses": answer.get("http_responses")}
