import { afterEach, describe, expect, test, vi } from 'vitest'
import { parameterReader } from '../../src/aws/exclusion-parameter.ts'
import { readEarlier, type Earlier } from '../../src/function/earlier.ts'
import { readExclusionLists } from '../../src/function/exclusion-list.ts'
import { tell } from '../../src/function/tell.ts'
import { answeringServer } from '../support/answering.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const signal = new AbortController().signal

const OWN = { exclusionParameter: '/list', sharedExclusionsArn: '' }

const reader = () => parameterReader(signal)

const nobodyAsks = async (): Promise<Earlier> => Promise.reject(new Error('nobody asks'))

/** The list that SSM gives; none where there is no value. */
async function read(value: string | undefined, earlier: () => Promise<Earlier> = nobodyAsks) {
  const answer = value === undefined ? { __type: 'ParameterNotFound' } : { Parameter: { Type: 'StringList', Value: value } }
  await using _ = await answeringServer(() => JSON.stringify(answer), 'application/x-amz-json-1.1', value === undefined ? 400 : 200)
  return await readExclusionLists(OWN, earlier, reader())
}

const earlierOf =
  (...annotations: readonly string[]) =>
  async (): Promise<Earlier> => ({
    kind: 'read',
    evaluations: new Map(annotations.map((annotation, n) => [`AIDA${n}`, { annotation, complianceType: 'COMPLIANT', ordering: 0 }])),
  })

/** What is logged meanwhile. */
function logged(): unknown[] {
  const lines: unknown[] = []
  vi.spyOn(console, 'warn').mockImplementation((line: unknown) => void lines.push(line))
  return lines
}

describe('the exclusion list', () => {
  test('as the parameter has it', async () => {
    expect((await read('ana,tag:Team=Blue;owner=ops')).map(({ text, owner }) => [text, owner])).toEqual([
      ['ana', undefined],
      ['tag:Team=Blue', 'ops'],
    ])
    expect(await read(',')).toEqual([])
  })

  test('malformed: nobody is known to be left alone', async () => {
    await expect(read('ana,b<d,ana;until=')).rejects.toThrow(
      /^The exclusion list \/list is malformed: "b<d" \(expected a user name, .*\); "until=" \(expected a value after until=\)\. Nothing was evaluated\. Correct the parameter\.$/,
    )
  })

  test('that cannot be read', async () => {
    await using _ = await answeringServer(() => '{"Parameter":{"Type":"SecureString","Value":"x"}}', 'application/x-amz-json-1.1')
    await expect(readExclusionLists(OWN, nobodyAsks, reader())).rejects.toMatchObject({
      message: 'The exclusion list /list could not be read (Error: its type is SecureString: make it a StringList). Nothing was evaluated.',
      cause: new Error('its type is SecureString: make it a StringList'),
    })
  })

  test('that never was excludes nobody, and that is logged', async () => {
    const lines = logged()
    expect(await read(undefined, earlierOf('Excluded by tag iam-unused-user-cleanup:excluded.', 'why.'))).toEqual([])
    expect(lines).toEqual([
      { message: 'There is no exclusion list: nobody is excluded. Put "," to say so on purpose.', parameter: '/list' },
    ])
  })

  test('that is gone since an earlier run', async () => {
    const before = earlierOf('Excluded by entry "ana".', 'why.', 'Excluded by entry "bob".')
    await expect(read(undefined, before)).rejects.toThrow(
      'The exclusion list /list is gone, and an earlier run excluded 2 user(s) by it. Nothing was evaluated. ' +
        'Restore the parameter, or put "," to say that nobody is excluded.',
    )
  })

  test('that is not there, and of which nobody knows whether it was', async () => {
    await expect(read(undefined, async () => ({ kind: 'unread', why: 'Throttling: slow down' }))).rejects.toThrow(
      'There is no exclusion list /list, and whether there was one could not be read (Throttling: slow down). Nothing was evaluated.',
    )
  })
})

describe('what AWS Config holds from earlier runs', () => {
  const evaluations = new Map([['AIDA1', { annotation: 'why.', complianceType: 'COMPLIANT', ordering: 0 }]])
  const put = async () => undefined

  test('is read by the name of the rule', async () => {
    const asked: unknown[] = []
    const earlier = async (...what: readonly unknown[]) => {
      asked.push(...what)
      return evaluations
    }
    expect(await readEarlier('rule', { earlier, put }, signal)).toEqual({ kind: 'read', evaluations })
    expect(asked).toEqual(['rule', signal])
  })

  test('or is not, and that is logged', async () => {
    const lines = logged()
    const earlier = async () => Promise.reject(new Error('throttled'))
    expect(await readEarlier('rule', { earlier, put }, signal)).toEqual({ kind: 'unread', why: 'Error: throttled' })
    expect(lines).toEqual([{ message: 'What this rule reported earlier could not be read.', why: 'Error: throttled' }])
  })
})

describe('telling people', () => {
  test('line by line', async () => {
    const told: string[] = []
    const notify = async (subject: string, message: string) => void told.push(subject, message)
    expect(await tell(notify, 'Subject', ['one', 'two'])).toBe('told')
    expect(told).toEqual(['Subject', 'one\ntwo'])
  })

  test('who could not be told: why, and in the log', async () => {
    const lines = logged()
    expect(await tell(async () => Promise.reject(new Error('no topic')), 'Subject', [])).toEqual({ why: 'Error: no topic' })
    expect(lines).toEqual([{ message: 'The notification could not be sent.', why: 'Error: no topic' }])
  })
})
