import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { ANSWER_SCRIPT, answerScript } from '../../src/simulator/ssm/answer-script.ts'
import { hasPython } from '../support/installed.ts'

const NO_ANSWER = 'Exception: The function gave no answer. Its log says why.'
const NOT_SAID = 'Exception: The function did not say what came of it. Its log does.'
const NOT_JSON = 'json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)'

type Row = readonly [title: string, answer: unknown, expected: unknown]

/** What the function answered, as a map; and what the script makes of it, as text as well as as a map. */
const MAPS: readonly Row[] = [
  ['done', { outcome: 'done', output: 'Revoked.', http_responses: { A: [] } }, { output: 'Revoked.', http_responses: { A: [] } }],
  ['done without more', { outcome: 'done' }, { output: null, http_responses: null }],
  ['done, and a reason', { outcome: 'done', reason: 'x', output: 'y' }, { output: 'y', http_responses: null }],
  ['refused', { outcome: 'refused', reason: 'ana is excluded by the list.' }, 'Exception: ana is excluded by the list.'],
  ['failed, without reason', { outcome: 'failed' }, NOT_SAID],
  ['outcome absent', { output: 'Revoked.' }, NOT_SAID],
  ['outcome absent, a reason', { reason: 'No.' }, 'Exception: No.'],
  ['outcome null', { outcome: null, reason: '' }, NOT_SAID],
  ['outcome Done', { outcome: 'Done', output: 'Revoked.' }, NOT_SAID],
  ['outcome DONE', { outcome: 'DONE', reason: null }, NOT_SAID],
  ['outcome " done"', { outcome: ' done' }, NOT_SAID],
  ['outcome true', { outcome: true }, NOT_SAID],
  ['outcome a list', { outcome: ['done'] }, NOT_SAID],
  ['a reason that is a number', { outcome: 'no', reason: 7 }, 'Exception: 7'],
  ['a reason that is true', { outcome: 'no', reason: true }, 'Exception: True'],
  ['a reason that is an empty map', { outcome: 'no', reason: {}, errorMessage: 'e' }, 'Exception: e'],
  ['a reason in other letters', { outcome: 'no', reason: 'José…' }, 'Exception: José…'],
  ['FunctionError', { errorType: 'Error', errorMessage: 'It broke.', trace: ['Error: It broke.'] }, 'Exception: It broke.'],
  ['FunctionError, timed out', { errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out' }, 'Exception: Task timed out'],
  ['an empty map', {}, NOT_SAID],
  ['null', null, NO_ANSWER],
  ['a number', 42, NO_ANSWER],
  ['true', true, NO_ANSWER],
  ['a list', [{ outcome: 'done' }], NO_ANSWER],
]

/** Texts that are no map. */
const TEXTS: readonly Row[] = [
  ['empty text', '', NOT_JSON],
  ['text that is no JSON', 'done', NOT_JSON],
  ['JSON of a text', '"done"', NO_ANSWER],
  ['JSON within JSON', JSON.stringify('{"outcome":"done"}'), NO_ANSWER],
  ['spaces around', ' {"outcome":"done"}\n', { output: null, http_responses: null }],
]

const ROWS: readonly Row[] = [
  ...MAPS.map(([title, answer, expected]): Row => [`${title}, as a map`, answer, expected]),
  ...MAPS.map(([title, answer, expected]): Row => [`${title}, as text`, JSON.stringify(answer), expected]),
  ...TEXTS,
]

describe('the stand-in', () => {
  test.for(ROWS)('%s', ([, Answer, expected]) => {
    const result = answerScript({ Answer })
    expect(result.kind === 'returned' ? result.value : `${result.type}: ${result.message}`).toEqual(expected)
  })

  test('without an answer', () => {
    expect(answerScript({})).toEqual({ kind: 'raised', type: 'Exception', message: 'The function gave no answer. Its log says why.' })
  })
})

describe.skipIf(!hasPython())('the script itself, in Python', () => {
  test('says the same of every row', () => {
    expect(inPython(ROWS.map(([, Answer]) => ({ Answer })))).toEqual(ROWS.map(([, , expected]) => expected))
  })

  test('and without an answer', () => {
    expect(inPython([{}])).toEqual([NO_ANSWER])
  })
})

test('the text is ASCII, with one newline at its end', () => {
  expect(ANSWER_SCRIPT).toMatch(/^[\n\x20-\x7E]*[^\n]\n$/)
})

/** What the script gives for each of these events: its value, or the exception as Python's last line tells it. */
function inPython(events: readonly object[]): unknown {
  const harness = `
import json, sys, traceback
given = json.load(sys.stdin)
space = {}
exec(given["script"], space)
def run(events):
    try:
        return space["script_handler"](events, None)
    except Exception as error:
        return "".join(traceback.format_exception_only(type(error), error)).strip()
print(json.dumps([run(events) for events in given["events"]]))
`
  const { stdout, stderr } = spawnSync('python3', ['-c', harness], {
    input: JSON.stringify({ script: ANSWER_SCRIPT, events }),
    encoding: 'utf8',
  })
  return JSON.parse(stdout === '' ? JSON.stringify(stderr) : stdout)
}
