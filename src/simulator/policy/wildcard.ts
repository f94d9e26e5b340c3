export const anyLike = (patterns: readonly string[], text: string, ignoreCase = true): boolean =>
  patterns.some((pattern) => (ignoreCase ? isLike(pattern.toLowerCase(), text.toLowerCase()) : isLike(pattern, text)))

/** Whether a text is like a pattern of IAM's, with `*` and `?`, and `${*}` for a star itself. Takes at most as many steps as pattern times text. */
export function isLike(pattern: string, text: string): boolean {
  if (!/[*?$]/.test(pattern)) return pattern === text
  const parts = pattern.match(/\$\{[*?$]\}|[^]/g) ?? []
  let [at, from, star, resume] = [0, 0, -1, 0]
  while (from < text.length) {
    const wanted = parts[at]
    if (wanted === '*') {
      star = at
      resume = from
      at += 1
    } else if (wanted === '?' || (wanted !== undefined && characterOf(wanted) === text[from])) {
      at += 1
      from += 1
    } else if (star === -1) return false
    else {
      resume += 1
      at = star + 1
      from = resume
    }
  }
  return parts.slice(at).every((part) => part === '*')
}

const characterOf = (part: string): string | undefined => (part.length === 1 ? part : part[2])
