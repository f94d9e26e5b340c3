import { describe, expect, test } from 'vitest'
import { assumedFor } from '../../src/aws/assume-role.ts'
import { taken } from '../../src/aws/iam-revoker.ts'

const failed = (name: string, httpStatusCode: number | undefined, attempts = 1): Error =>
  Object.assign(new Error('No.'), { name, $metadata: { httpStatusCode, attempts } })

describe('how AWS took a change', () => {
  test.for<[what: string, error: Error, kind: string]>([
    ['refused at once: nothing was done', failed('AccessDenied', 403), 'refused'],
    ['absent at once', failed('NoSuchEntity', 404), 'absent'],
    ['refused when it was repeated: the first may have been done', failed('AccessDenied', 403, 2), 'unknown'],
    ['absent when it was repeated: the first may have taken it', failed('NoSuchEntity', 404, 2), 'unknown'],
    ['failed within AWS', failed('ServiceFailure', 500), 'unknown'],
    ['no answer', failed('TimeoutError', undefined), 'unknown'],
  ])('%s', async ([, error, kind]) => {
    expect(await taken(Promise.reject(error))).toMatchObject({ kind })
  })

  test('done', async () => {
    expect(await taken(Promise.resolve({}))).toEqual({ kind: 'done' })
  })
})

test.for(['*', '?', '${aws:username}'])('a path with %s widens no session: nobody is assumed', async (path) => {
  const arn = `arn:aws:iam::123456789012:user/${path}/ana`
  await expect(assumedFor('arn:aws:iam::123456789012:role/R', 'execution', arn)).rejects.toThrow(
    `The path of ${arn} has characters that a session policy would read as a pattern: nothing was done.`,
  )
})
