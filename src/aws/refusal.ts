/** Whether AWS said no, so that nothing was done. Of a call that was repeated, an earlier one may have been done and its answer lost. */
export function wasRefused(error: unknown): boolean {
  const { httpStatusCode = 0, attempts = 1 } = Object(Object(error).$metadata) as { httpStatusCode?: number; attempts?: number }
  return httpStatusCode >= 400 && httpStatusCode < 500 && attempts === 1
}
