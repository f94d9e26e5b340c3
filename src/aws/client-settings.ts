import { setMaxListeners } from 'node:events'
import type { HandlerExecutionContext, RequestHandler, RetryStrategyV2 } from '@smithy/types'
import type { Session } from './session.ts'

/** What a program adds to clients: settings to every one, tries of its own (a strategy for each, by the number of attempts), and something to those that call much. */
type Additions = {
  readonly settings: object
  readonly retries?: (maxAttempts: number) => RetryStrategyV2
  readonly opened: (client: Client) => void
}

const NOTHING: Additions = { settings: {}, opened: () => undefined }

let additions = NOTHING

/** From now on; without an argument, nothing any more. */
export function addToClients(added = NOTHING): void {
  additions = added
}

export const addedSettings = (): object => additions.settings

/**
 * What every SDK client of ours is made with. IAM publishes no request rates, so a call that is throttled is tried again, later and
 * later, long enough to outlast a burst. Why not the SDK's adaptive mode: docs/decisions/0003-retries.md. AWS_MAX_ATTEMPTS, where set, wins.
 * The middleware is made once a client and class of command: one that is added to a single command would go on to work for the later ones.
 */
export const clientSettings = (session?: Session) => settingsFor(12, session)

export function settingsFor(maxAttempts: number, session?: Session) {
  const asked = process.env['AWS_MAX_ATTEMPTS']
  const retryStrategy = additions.retries?.(Number(asked ?? maxAttempts))
  return {
    retryMode: 'standard',
    cacheMiddleware: true,
    ...(asked === undefined ? { maxAttempts } : {}),
    ...(retryStrategy && { retryStrategy }),
    ...addedSettings(),
    ...session,
  } as const
}

export type Client = {
  readonly config: {
    retryStrategy: () => Promise<object>
    readonly requestHandler: Pick<RequestHandler<unknown, unknown, { abortSignal?: unknown }>, 'handle'>
  }
  readonly middlewareStack: {
    readonly add: (
      middleware: <Next>(next: Next, context: HandlerExecutionContext) => Next,
      options: { readonly step: 'initialize' },
    ) => void
  }
}

/**
 * The client, whose calls end as `signal` fires: those under way, those that wait for another try, and those still to come. Given to each call instead, the signal would
 * have the SDK make its middleware anew for every call, a third of what a call costs (docs/performance.md).
 */
export function ending<C extends Client>(client: C, signal: AbortSignal): C {
  const { requestHandler } = client.config
  const handle = requestHandler.handle.bind(requestHandler)
  requestHandler.handle = (request, options) => handle(request, { ...options, abortSignal: signal })
  // Where the SDK looks while it waits for another try.
  client.middlewareStack.add(
    (next, context) => {
      context.__smithy_context = { ...context.__smithy_context, abortSignal: signal }
      return next
    },
    { step: 'initialize' },
  )
  additions.opened(client)
  // Every call under way listens to it.
  setMaxListeners(0, signal)
  return client
}
