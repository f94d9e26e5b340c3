import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { messageOf } from '../text/message-of.ts'
import { Refusal, UsageError } from './io.ts'

/**
 * Hold a file for this process alone, by a file beside it that says who does. What a process left that is no more is taken over.
 * @returns what lets go of it; @throws Refusal where another process holds it
 */
export async function holdFile(file: string): Promise<() => Promise<void>> {
  const lock = `${file}.lock`
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (await made(lock, file)) return () => rm(lock, { force: true })
    await refuseHeld(lock, file)
    await takeAway(lock, file)
  }
  throw new Refusal(`Others begin with ${file} at this very moment. Repeat the command.`)
}

/** Others may be at the same. */
const TRIES = 5

/** It is there with all that it says, or not at all: it is written beside, and linked. */
async function made(lock: string, file: string): Promise<boolean> {
  const own = `${lock}.${randomUUID()}`
  try {
    await rm(own, { force: true })
    await writeFile(own, `${process.pid}\n`, { mode: 0o600, flag: 'wx' })
    await link(own, lock)
    return true
  } catch (cause) {
    if (Object(cause).code === 'EEXIST') return false
    throw new UsageError(`The file ${file} cannot be written: ${messageOf(cause)}.`, { cause })
  } finally {
    await rm(own, { force: true })
  }
}

/** Where somebody was quicker to take it away, what is there by now is looked at once more: it may be held. */
async function takeAway(lock: string, file: string): Promise<void> {
  const stale = `${lock}.${randomUUID()}`
  await rename(lock, stale).catch(() => undefined)
  try {
    await refuseHeld(stale, file)
  } catch (error) {
    await link(stale, lock).catch(() => undefined)
    throw error
  } finally {
    await rm(stale, { force: true })
  }
}

async function refuseHeld(lock: string, file: string): Promise<void> {
  const pid = Number((await readFile(lock, 'utf8').catch(() => '')).trim())
  if (Number.isInteger(pid) && pid > 0 && isAlive(pid))
    throw new Refusal(
      `Process ${pid} is writing ${file} now: wait until it has ended. If that process is something else, remove ${file}.lock and repeat the command.`,
    )
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (cause) {
    return Object(cause).code === 'EPERM'
  }
}
