import * as v from 'valibot'
import { parseFault, type FaultOrder } from '../world/faults.ts'
import type { LoggedCall } from './access-log.ts'
import type { WireAnswer, WireRequest } from './wire/message.ts'
import type { Control } from './server.ts'

const UNITS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 }

const amount = v.optional(v.pipe(v.number(), v.minValue(0)), 0)

/** So far the clock may be moved at a time. */
const DAYS = 3_660

const Advance = v.pipe(
  v.strictObject({ minutes: amount, hours: amount, days: amount }),
  v.transform(({ minutes, hours, days }) => minutes * UNITS.minutes + hours * UNITS.hours + days * UNITS.days),
  v.maxValue(DAYS * UNITS.days, `The clock moves by at most ${DAYS} days at a time.`),
)
const SignIn = v.strictObject({ userName: v.string() })
const name = v.pipe(v.string(), v.regex(/^[\w.-]{1,64}$/, 'expected a name of letters, digits, dots, hyphens and underscores'))
const accountId = v.pipe(v.string(), v.regex(/^\d{12}$/, 'expected an account id of 12 digits'))
const Account = v.strictObject({ accountId })
const Placed = v.strictObject({ accountId, unit: v.optional(v.string()) })
const Joining = v.strictObject({ ...Placed.entries, name: v.optional(v.string()) })
const UseKey = v.strictObject({ accessKeyId: v.string(), service: v.optional(name), region: v.optional(name) })

/** What is controlled. */
export type Controlled = {
  readonly now: () => Date
  readonly advance: (ms: number) => Promise<void>
  readonly signIn: (userName: string) => void
  readonly useKey: (accessKeyId: string, service?: string, region?: string) => void
  readonly organization: {
    readonly join: (accountId: string, unit?: string, name?: string) => void
    readonly leave: (accountId: string) => void
    readonly move: (accountId: string, unit?: string) => void
    readonly suspend: (accountId: string) => void
  }
  readonly order: (fault: FaultOrder) => void
  readonly clearFaults: () => void
  readonly calls: readonly LoggedCall[]
  readonly droppedCalls: number
  readonly changes: readonly object[]
}

type Endpoint = (simulator: Controlled, body: unknown) => unknown

/** What a person may do to the simulator over HTTP while it runs; `docs/simulator.md` describes it. */
const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  'GET /_simulator/clock': clock,
  'POST /_simulator/clock': async (simulator, body) => {
    await simulator.advance(v.parse(Advance, body))
    return clock(simulator)
  },
  'POST /_simulator/sign-in': (simulator, body) => {
    simulator.signIn(v.parse(SignIn, body).userName)
    return clock(simulator)
  },
  'POST /_simulator/use-key': (simulator, body) => {
    const { accessKeyId, service, region } = v.parse(UseKey, body)
    simulator.useKey(accessKeyId, service, region)
    return clock(simulator)
  },
  'POST /_simulator/join': (simulator, body) => {
    const { accountId: id, unit, name: called } = v.parse(Joining, body)
    simulator.organization.join(id, unit, called)
    return clock(simulator)
  },
  'POST /_simulator/leave': (simulator, body) => {
    simulator.organization.leave(v.parse(Account, body).accountId)
    return clock(simulator)
  },
  'POST /_simulator/move': (simulator, body) => {
    const { accountId: id, unit } = v.parse(Placed, body)
    simulator.organization.move(id, unit)
    return clock(simulator)
  },
  'POST /_simulator/suspend': (simulator, body) => {
    simulator.organization.suspend(v.parse(Account, body).accountId)
    return clock(simulator)
  },
  'GET /_simulator/calls': ({ calls, droppedCalls }) => [
    ...(droppedCalls === 0 ? [] : [{ note: `${droppedCalls} older calls are not kept any more.` }]),
    ...calls.map(({ input: _, ...call }) => call),
  ],
  'GET /_simulator/changes': ({ changes }) => changes,
  'POST /_simulator/faults': (simulator, body) => {
    simulator.order(parseFault(body))
    return {}
  },
  'DELETE /_simulator/faults': (simulator) => {
    simulator.clearFaults()
    return {}
  },
}

function clock(simulator: Controlled) {
  return { now: simulator.now().toISOString() }
}

export const control = (simulator: Controlled): Control => ({ prefix: '/_simulator/', answer: (request) => answer(simulator, request) })

async function answer(simulator: Controlled, { method, url, headers, body }: WireRequest): Promise<WireAnswer> {
  const asked = `${method} ${url.pathname}`
  const endpoint = ENDPOINTS[asked]
  if (endpoint === undefined) return json(404, { error: `There is no ${asked}. There are: ${Object.keys(ENDPOINTS).join(', ')}.` })
  if (method === 'POST' && !/^application\/json(;|$)/.test(headers['content-type'] ?? ''))
    return json(415, { error: 'Send the body as JSON, with the header "content-type: application/json".' })
  try {
    return json(200, await endpoint(simulator, parsed(body)))
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) })
  }
}

function parsed(body: Buffer): object {
  const value: unknown = JSON.parse(body.length === 0 ? '{}' : body.toString())
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('The body must be a JSON object.')
  return value
}

const json = (status: number, value: unknown): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: `${JSON.stringify(value, undefined, 2)}\n`,
})
