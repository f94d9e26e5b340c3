/**
 * Whether a text is like a pattern in which `*` stands for any characters and `?` for one. Only the latest `*` is ever tried anew, so no
 * pattern takes more than its length times the text's.
 */
export function isLike(pattern: string, text: string): boolean {
  let [at, read] = [0, 0]
  let [star, retry] = [-1, 0]
  while (read < text.length) {
    if (pattern[at] === '*') {
      star = at
      retry = read
      at += 1
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[read])) {
      at += 1
      read += 1
    } else if (star >= 0) {
      retry += 1
      read = retry
      at = star + 1
    } else return false
  }
  while (pattern[at] === '*') at += 1
  return at === pattern.length
}
