/** Whether AWS said that the thing asked for does not exist. Refusal is something else, and so is silence. */
export const isAbsent = (error: unknown): boolean => hasName(error, ['NoSuchEntity', 'NoSuchEntityException', 'ParameterNotFound'])

export const isRefused = (error: unknown): boolean =>
  hasName(error, ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'AuthorizationError'])

/** One line: AWS's code and its message. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message === '' ? error.name : `${error.name}: ${error.message}`
}

export const hasName = (error: unknown, names: readonly string[]): boolean => error instanceof Error && names.includes(error.name)
