/** What our SSM document hands to the function: whom to look at, and by which execution. All else is the function's own (S10). */
export type Order = { readonly userId: string; readonly executionId: string }

/** Whether an event is the document's, well formed or not. */
export const isOrder = (event: unknown): boolean => Object(event).IAMResourceId !== undefined

/** @throws Error for an order that cannot be read */
export function parseOrder(event: unknown): Order {
  const { IAMResourceId, ExecutionId } = Object(event) as Readonly<Record<string, unknown>>
  if (isText(IAMResourceId, /^\w{16,128}$/) && isText(ExecutionId, /^[\w-]{2,64}$/))
    return { userId: IAMResourceId, executionId: ExecutionId }
  throw new Error('The order cannot be read: it must name a user id and an execution.')
}

const isText = (value: unknown, pattern: RegExp): value is string => typeof value === 'string' && pattern.test(value)
