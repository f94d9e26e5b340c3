import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Aws } from '../aws.ts'
import { AwsError } from '../aws-error.ts'
import { randomUuid } from '../random.ts'
import { callerOf } from './caller-of.ts'
import type { WireAnswer, WireRequest } from './message.ts'
import { checkRequired } from './required.ts'
import { route, type Route } from './protocol.ts'

/** What else the port answers: requests below a path of its own. */
export type Control = { readonly prefix: string; readonly answer: (request: WireRequest) => Promise<WireAnswer> }

/** The port that speaks AWS. `onBug` hears of what should never happen; the caller then gets an InternalFailure. */
export function awsServer(aws: Aws, control: Control, onBug: (error: unknown) => void): Server {
  return createServer((incoming, outgoing) => {
    // Virtual time. With an Age, SDKs do not take the difference for an error of their own clock, and every refusal for one to try again.
    outgoing.setHeader('date', aws.clock.now().toUTCString()).setHeader('age', '0')
    answer(aws, control, incoming, outgoing).catch((error: unknown) => {
      onBug(error)
      send(outgoing, { status: 500, headers: {}, body: 'InternalFailure' })
    })
  })
}

async function answer(aws: Aws, control: Control, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const request = await receive(incoming)
  if (request.url.pathname.startsWith(control.prefix)) return send(outgoing, await control.answer(request))
  const routed = route(request)
  if (routed === undefined)
    return send(outgoing, {
      status: 404,
      headers: { 'content-type': 'text/plain' },
      body: `The simulator does not know this request: ${request.method} ${request.url.pathname}\n`,
    })
  const { reply, lost } = await handle(aws, routed, request)
  if (lost) outgoing.destroy()
  else send(outgoing, reply)
}

/** Nobody is there any more to read it. */
const GONE: WireAnswer = { status: 500, headers: {}, body: '' }

async function handle(
  aws: Aws,
  { service, operation, protocol, asked }: Route,
  request: WireRequest,
): Promise<{ readonly reply: WireAnswer; readonly lost: boolean }> {
  const requestId = randomUuid(aws.random)
  try {
    if (operation === undefined) throw new AwsError('InvalidAction', 400, `The simulator does not know ${service.name}:${asked}.`)
    const input = protocol.readInput(operation, request)
    checkRequired(operation, input)
    const facts = { operation: `${service.name}:${operation.name}`, input, now: aws.clock.now() }
    const delay = aws.faults.strike(facts, ['delay'])
    if (delay !== undefined) await sleep(delay.ms ?? 0)
    const caller = callerOf(aws, request.headers)
    const crash = caller.kind === 'role' ? aws.faults.strike(facts, ['crash']) : undefined
    if (crash !== undefined && crash.when !== 'after') return { reply: GONE, lost: await aws.crash(caller) }
    const output = await aws.run(service.name, operation, input, caller, requestId)
    if (crash !== undefined) return { reply: GONE, lost: await aws.crash(caller) }
    return { reply: protocol.writeOutput(operation, output, requestId), lost: aws.faults.strike(facts, ['lost-answer']) !== undefined }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return { reply: protocol.writeError(error, requestId), lost: false }
  }
}

async function receive(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Uint8Array[] = []
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array)
  const { method = 'GET', url = '/', headers } = incoming
  return { method, url: new URL(url, 'http://simulator'), headers, body: Buffer.concat(chunks) }
}

function send(outgoing: ServerResponse, { status, headers, body }: WireAnswer): void {
  outgoing.writeHead(status, headers).end(body)
}
