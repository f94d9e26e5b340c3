import * as v from 'valibot'
import { ANSWERS, type FaultOrder } from './faults.ts'
import type { Simulator } from './simulator.ts'
import type { WireAnswer, WireRequest } from './wire/message.ts'
import type { Control } from './wire/server.ts'

const UNITS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 }

const amount = v.optional(v.pipe(v.number(), v.minValue(0)), 0)
const Advance = v.strictObject({ minutes: amount, hours: amount, days: amount })
const SignIn = v.strictObject({ userName: v.string() })
const UseKey = v.strictObject({ accessKeyId: v.string(), service: v.optional(v.string()), region: v.optional(v.string()) })
const Fault = v.object({
  operation: v.string(),
  kind: v.picklist([...ANSWERS, 'lost-answer', 'failed-evaluations', 'report-in-progress', 'lag', 'delay', 'crash']),
})

type Endpoint = (simulator: Simulator, body: unknown) => unknown

/** What a person may do to the simulator over HTTP while it runs; `docs/simulator.md` describes it. */
const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  'GET /_simulator/clock': clock,
  'POST /_simulator/clock': async (simulator, body) => {
    const { minutes, hours, days } = v.parse(Advance, body)
    await simulator.advance(minutes * UNITS.minutes + hours * UNITS.hours + days * UNITS.days)
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
  'GET /_simulator/calls': ({ calls }) => calls.map(({ input: _, ...call }) => call),
  'GET /_simulator/changes': ({ changes }) => changes,
  'POST /_simulator/faults': (simulator, body) => {
    v.parse(Fault, body)
    simulator.order(body as FaultOrder)
    return {}
  },
  'DELETE /_simulator/faults': (simulator) => {
    simulator.clearFaults()
    return {}
  },
}

function clock(simulator: Simulator) {
  return { now: simulator.now().toISOString() }
}

export const control = (simulator: Simulator): Control => ({ prefix: '/_simulator/', answer: (request) => answer(simulator, request) })

async function answer(simulator: Simulator, { method, url, body }: WireRequest): Promise<WireAnswer> {
  const asked = `${method} ${url.pathname}`
  const endpoint = ENDPOINTS[asked]
  if (endpoint === undefined) return json(404, { error: `There is no ${asked}. There are: ${Object.keys(ENDPOINTS).join(', ')}.` })
  try {
    return json(200, await endpoint(simulator, JSON.parse(body.length === 0 ? '{}' : Buffer.from(body).toString())))
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) })
  }
}

const json = (status: number, value: unknown): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: `${JSON.stringify(value, undefined, 2)}\n`,
})
