import { constants, createReadStream } from 'node:fs'
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { lineText, parseLine, type Line } from '../organization/line.ts'
import { messageOf } from '../text/message-of.ts'
import { UsageError } from './io.ts'

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR } = constants

/** A file to which lines are added, each whole, for its owner alone. */
export type LinesFile = {
  readonly file: string
  readonly add: (line: Line) => Promise<void>
  readonly close: () => Promise<void>
}

/** Where lines are kept; of no name, one that goes when it is closed. @throws UsageError where something is there already */
export async function newLines(name: string | undefined): Promise<LinesFile> {
  const file = name ?? join(await mkdtemp(join(tmpdir(), 'iam-cleanup-')), 'accounts.jsonl')
  const handle = await opened(file, O_APPEND | O_CREAT | O_EXCL | O_RDWR)
  return adding(file, handle, async () => {
    if (name === undefined) await rm(dirname(file), { recursive: true, force: true })
  })
}

/** Go on with a file; a last line that was torn is dropped. @throws UsageError where it cannot be written */
export async function moreLines(file: string): Promise<LinesFile> {
  const handle = await opened(file, O_APPEND | O_NOFOLLOW | O_RDWR)
  await handle.truncate(await wholeLength(file))
  return adding(file, handle)
}

/** The lines of a file, one after the other; without a last one that was torn. @throws UsageError naming the line that makes no sense */
export async function* linesIn(file: string): AsyncGenerator<Line> {
  let number = 0
  for await (const text of wholeLines(file)) {
    number += 1
    try {
      yield parseLine(text)
    } catch (cause) {
      throw new UsageError(`Line ${number} of ${file} cannot be read: ${messageOf(cause)}.`, { cause })
    }
  }
}

/** The first bytes of a file, to know it by. */
export async function beginningOf(file: string): Promise<string> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(FIRST), 0, FIRST, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}

const FIRST = 100

async function opened(file: string, flags: number): Promise<FileHandle> {
  try {
    return await open(file, flags, 0o600)
  } catch (cause) {
    const isThere = Object(cause).code === 'EEXIST'
    throw new UsageError(
      isThere
        ? `There is a file ${file} already, and it is kept. To go on with an earlier scan say --resume ${file}; for a new one name another file with --out.`
        : `The file ${file} cannot be written: ${messageOf(cause)}.`,
      { cause },
    )
  }
}

/** Lines that come at the same time are written one after the other. */
function adding(file: string, handle: FileHandle, gone: () => Promise<void> = async () => undefined): LinesFile {
  let last: Promise<unknown> = Promise.resolve()
  return {
    file,
    add: async (line) => {
      const before = last
      const written = before.then(() => handle.appendFile(lineText(line)))
      last = written.catch(() => undefined)
      await written
    },
    close: async () => {
      await last
      await handle.close()
      await gone()
    },
  }
}

async function wholeLength(file: string): Promise<number> {
  let [whole, read] = [0, 0]
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(10)
    if (end >= 0) whole = read + end + 1
    read += chunk.length
  }
  return whole
}

async function* wholeLines(file: string): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(file, 'utf8') as AsyncIterable<string>) {
    const [first = '', ...others] = chunk.split('\n')
    rest += first
    for (const next of others) {
      yield rest
      rest = next
    }
  }
}
