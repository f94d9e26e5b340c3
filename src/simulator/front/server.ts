import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { World } from '../world/world.ts'
import type { FrontDesk } from './desk.ts'
import { AwsError } from '../world/aws-error.ts'
import { randomUuid } from '../world/random.ts'
import { credentialOf, type Credential } from './wire/authorization.ts'
import { ClientGone, receiveBody } from './wire/body.ts'
import { callerOf } from './caller-of.ts'
import { checkDoor } from './door.ts'
import type { WireAnswer, WireRequest } from './wire/message.ts'
import { checkRequired } from './wire/required.ts'
import { notOffered } from './wire/not-offered.ts'
import { protocolBy, route, type Route } from './wire/protocol.ts'

/** What else the port answers: requests below a path of its own. */
export type Control = { readonly prefix: string; readonly answer: (request: WireRequest) => Promise<WireAnswer> }

type House = { readonly world: World; readonly desk: FrontDesk; readonly control: Control; readonly onBug: (error: unknown) => void }

const CONNECTIONS = 512
const TIMES = { headersTimeout: 10_000, requestTimeout: 60_000, connectionsCheckingInterval: 5_000 }

/** So long a client may go on sending that is refused before it has sent all. */
const LINGER_MS = 1_000

/** The port that speaks AWS. `onBug` hears of what should never happen; the caller then gets an InternalFailure. */
export function awsServer(house: House): Server {
  const { world } = house
  const serve = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    // Virtual time. With an Age, SDKs do not take the difference for an error of their own clock, and every refusal for one to try again.
    outgoing.setHeader('date', world.clock.now().toUTCString()).setHeader('age', '0')
    answer(house, incoming, outgoing).catch((error: unknown) => {
      if (error instanceof ClientGone) return
      refuse(house, incoming, outgoing, error)
    })
  }
  const server = createServer(TIMES, serve)
  server.maxConnections = CONNECTIONS
  return server.on('checkContinue', serve)
}

async function answer(house: House, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { control } = house
  checkDoor(incoming.headers)
  const url = urlOf(incoming)
  const isControl = url.pathname.startsWith(control.prefix)
  const credential = isControl ? undefined : credentialOf(incoming.headers)
  const request = { method: incoming.method ?? 'GET', url, headers: incoming.headers, body: await receiveBody(incoming, outgoing) }
  if (credential === undefined) return send(outgoing, await control.answer(request))
  const routed = await route(request)
  if (routed === undefined) return send(outgoing, notOffered(request, credential.service))
  const { reply, lost } = await handle(house, routed, request, credential)
  if (lost) outgoing.destroy()
  else send(outgoing, reply)
}

/** Nobody is there any more to read it. */
const GONE: WireAnswer = { status: 500, headers: {}, body: '' }

async function handle(
  { world, desk, onBug }: House,
  { service, operation, protocol, asked }: Route,
  request: WireRequest,
  credential: Credential,
): Promise<{ readonly reply: WireAnswer; readonly lost: boolean }> {
  const requestId = randomUuid(world.random)
  try {
    if (operation === undefined) throw new AwsError('InvalidAction', 400, `The simulator does not know ${service.name}:${asked}.`)
    const input = protocol.readInput(operation, request)
    checkRequired(service, operation, input)
    const caller = callerOf(world, credential, protocol.frontCode)
    const facts = { operation: `${service.name}:${operation.name}`, input, now: world.clock.now(), accountId: caller.accountId }
    const delay = world.faults.strike(facts, ['delay'])
    if (delay !== undefined) await sleep(delay.ms ?? 0, undefined, { ref: false })
    const place = world.place(caller.accountId, regionOf(world, credential))
    const crash = caller.kind === 'role' ? world.faults.strike(facts, ['crash']) : undefined
    if (crash !== undefined && crash.when !== 'after') return { reply: GONE, lost: await desk.crash(place, caller) }
    const answered = desk.run(place, { service: service.name, operation, input, caller, requestId })
    if (crash !== undefined) {
      await answered.catch((error: unknown) => asAwsError(error, onBug))
      return { reply: GONE, lost: await desk.crash(place, caller) }
    }
    const output = await answered
    return { reply: protocol.writeOutput(operation, output, requestId), lost: world.faults.strike(facts, ['lost-answer']) !== undefined }
  } catch (error) {
    return { reply: protocol.writeError(asAwsError(error, onBug), requestId), lost: false }
  }
}

/** IAM's own endpoint signs for `aws-global`, and whoever tries things for anything: what is no Region is the default one. */
const regionOf = (world: World, { region }: Credential): string => (/^[a-z]{2,3}(-[a-z]+)+-\d$/.test(region) ? region : world.region)

/** Answer what is refused before it is known what it is, and perhaps before all of it is here: it is not read any more. */
function refuse({ onBug }: House, incoming: IncomingMessage, outgoing: ServerResponse, cause: unknown): void {
  const protocol = protocolBy(incoming.headers)
  const { code, status, message } = asAwsError(cause, onBug)
  const error = new AwsError(protocol.frontCode(code), status, message)
  const { headers, body } = protocol.writeError(error, randomUUID())
  outgoing.writeHead(status, { ...headers, connection: 'close', 'content-length': Buffer.byteLength(body) }).write(body)
  const timer = setTimeout(end, LINGER_MS)
  timer.unref()
  incoming.on('end', end).on('close', end).on('error', end).resume()

  function end(): void {
    clearTimeout(timer)
    outgoing.end()
  }
}

function asAwsError(error: unknown, onBug: House['onBug']): AwsError {
  if (error instanceof AwsError) return error
  onBug(error)
  return new AwsError('InternalFailure', 500, 'The simulator broke: this is a bug of its own.')
}

/** @throws AwsError where the path is none */
function urlOf({ url = '/' }: IncomingMessage): URL {
  try {
    const parsed = new URL(`http://simulator${url}`)
    decodeURIComponent(parsed.pathname)
    return parsed
  } catch (cause) {
    throw Object.assign(new AwsError('BadRequest', 400, 'The path of the request cannot be read.'), { cause })
  }
}

/** With its length, so that it goes out in one piece. */
function send(outgoing: ServerResponse, { status, headers, body }: WireAnswer): void {
  outgoing.writeHead(status, { ...headers, ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(body) }) }).end(body)
}
