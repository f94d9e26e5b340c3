/** What a call that is refused is told: `ParameterNotFound: …`, or what it answers. */
export const said = async (call: Promise<object>): Promise<unknown> =>
  call.then(
    ({ $metadata: _, ...answer }: { readonly $metadata?: unknown }) => answer,
    (error: Error) => `${error.name}: ${error.message}`,
  )
