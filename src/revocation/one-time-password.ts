import { randomInt } from 'node:crypto'

const ALPHABETS = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!@#$%^&*()_+-=']

const LENGTH = 24

/** Some characters of each alphabet that password policies ask for, and at least so many. */
export function oneTimePassword(minimumLength: number): string {
  const pick = (text: string): string => text.charAt(randomInt(text.length))
  const more = Array.from({ length: Math.max(LENGTH, minimumLength) - ALPHABETS.length }, () => pick(ALPHABETS.join('')))
  const characters = [...ALPHABETS.map((each) => pick(each)), ...more]
  // One after the other is drawn: which kind stands where nobody can tell.
  return Array.from({ length: characters.length }, () => characters.splice(randomInt(characters.length), 1))
    .flat()
    .join('')
}
