import { setTimeout as sleep } from 'node:timers/promises'
import { GenerateCredentialReportCommand, GetCredentialReportCommand, IAMClient } from '@aws-sdk/client-iam'
import type { CredentialReport } from '../inventory/inventory.ts'
import { instant } from '../judgement/instant.ts'
import { collect } from '../stream/map-concurrently.ts'
import { ending, settingsFor } from './client-settings.ts'
import { describeError, hasName } from './errors.ts'
import { present } from './present.ts'
import type { Session } from './session.ts'

/** Waits between tries, in milliseconds; the last one is repeated. A small account's report takes a second or two. */
const WAITS_MS = [100, 300, 1_000, 2_000, 4_000, 8_000]

/** By then (about a minute and a half) the account is read live instead. */
const TRIES = 16

const NOT_READY = ['ReportInProgress', 'CredentialReportNotReadyException']
const TO_BE_MADE = ['ReportNotPresent', 'CredentialReportNotPresentException', 'ReportExpired', 'CredentialReportExpiredException']
/** Throttled, or "no more capacity to launch new report generation tasks": IAM may have some soon. */
const BUSY = ['LimitExceeded', 'LimitExceededException', 'Throttling', 'ThrottlingException']

/** The waiting is done here, not in the SDK. */
const ATTEMPTS = 2

/** Each command has a middleware of its own. */
const clientOf = (session?: Session) => new IAMClient({ ...settingsFor(ATTEMPTS, session), cacheMiddleware: false })

/** Have the report made if there is none of the last four hours, wait for it, fetch it. Never throws for what IAM answers. */
export async function fetchCredentialReport(signal: AbortSignal, session?: Session): Promise<CredentialReport> {
  try {
    return await generated(ending(clientOf(session), signal), signal)
  } catch (error) {
    return { kind: 'unavailable', why: describeError(error) }
  }
}

async function generated(client: IAMClient, signal: AbortSignal): Promise<CredentialReport> {
  let known = await generate(client)
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (known !== 'made') await sleep(WAITS_MS[Math.min(attempt, WAITS_MS.length - 1)], undefined, { signal })
    const answer = known === 'busy' ? 'to-be-made' : await get(client)
    if (typeof answer === 'object') return answer
    known = answer === 'to-be-made' ? await generate(client) : 'in-progress'
  }
  return { kind: 'unavailable', why: `IAM had not made it after ${TRIES} tries` }
}

async function generate(client: IAMClient): Promise<'made' | 'in-progress' | 'busy'> {
  try {
    const { State } = await client.send(new GenerateCredentialReportCommand({}))
    return State === 'COMPLETE' ? 'made' : 'in-progress'
  } catch (error) {
    if (hasName(error, BUSY)) return 'busy'
    throw error
  }
}

async function get(client: IAMClient): Promise<CredentialReport | 'in-progress' | 'to-be-made'> {
  const command = new GetCredentialReportCommand({})
  const taken = takeContent(command)
  try {
    const { Content, GeneratedTime } = await client.send(command)
    const csv = taken() ?? Buffer.from(present(Content, 'Content')).toString()
    return { kind: 'report', csv, generated: instant(present(GeneratedTime, 'GeneratedTime')) }
  } catch (error) {
    if (hasName(error, [...NOT_READY, ...BUSY])) return 'in-progress'
    if (hasName(error, TO_BE_MADE)) return 'to-be-made'
    throw error
  }
}

/**
 * Take the content out of the answer before the SDK's XML parser sees it: that parser goes character by character, and for the report of 5,000 users
 * (1.6 MB in base64) it needs some 50 MB of memory. Where the answer looks otherwise than expected, nothing is taken and the SDK reads it all.
 */
function takeContent(command: GetCredentialReportCommand): () => string | undefined {
  let csv: string | undefined
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      const response = Object(result.response) as { statusCode?: number; body?: AsyncIterable<Uint8Array> | Uint8Array }
      if (response.statusCode !== 200 || response.body === undefined || response.body instanceof Uint8Array) return result
      const body = Buffer.concat(await collect(response.body)).toString()
      const [from, to] = [body.indexOf('<Content>'), body.indexOf('</Content>')]
      if (from >= 0 && to > from) csv = Buffer.from(body.slice(from + '<Content>'.length, to), 'base64').toString()
      response.body = Buffer.from(csv === undefined ? body : body.slice(0, from) + body.slice(to + '</Content>'.length))
      return result
    },
    { step: 'deserialize', priority: 'low' },
  )
  return () => csv
}
