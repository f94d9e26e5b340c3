import { randomInt } from 'node:crypto'

const ALPHABETS = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!@#$%^&*()_+-=']

const LENGTH = 24

/** Some characters of each alphabet that password policies ask for, and at least so many. */
export function oneTimePassword(minimumLength: number): string {
  const pick = (text: string): string => text[randomInt(text.length)] ?? ''
  const all = ALPHABETS.join('')
  const length = Math.max(LENGTH, minimumLength)
  const characters = [...ALPHABETS.map((each) => pick(each)), ...Array.from({ length: length - ALPHABETS.length }, () => pick(all))]
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1)
    ;[characters[last], characters[other]] = [characters[other] ?? '', characters[last] ?? '']
  }
  return characters.join('')
}
