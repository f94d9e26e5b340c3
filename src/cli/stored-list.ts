import { exclusionList, type StoredList, type Traits } from '../aws/exclusion-list.ts'
import { merged, edited, textsOf, valueOf, type Edit } from '../exclusions/edit.ts'
import { plain } from '../text/plain.ts'
import { Refusal, type Io } from './io.ts'

const DESCRIPTION = 'Whom IAM Unused User Cleanup leaves alone'

/** Bytes that a parameter takes. */
const MOST = { Standard: 4096, Advanced: 8192, 'Intelligent-Tiering': 8192 } as const

/** So often is written anew, because others write too. */
const TRIES = 10

/** @throws Refusal for a list that would not fit */
export function refuseTooLong(texts: readonly string[], { tier }: Traits): void {
  const bytes = Buffer.byteLength(valueOf(texts))
  if (bytes <= MOST[tier]) return
  const advice = tier === 'Standard' ? ', or make the parameter an Advanced one (8192 bytes; AWS charges for it)' : ''
  throw new Refusal(
    `The list would have ${bytes} bytes, and a parameter of the tier ${tier} takes ${MOST[tier]}. Name many at once by a pattern, path:, group: or tag:, use the tag${advice}.`,
  )
}

/**
 * Write an edit of the list. SSM writes over whatever is there and says afterwards which version that has become: where it is not the next one, others wrote meanwhile, and all
 * that was written is put together and written again.
 * @returns the version that has all of it
 */
export async function writeEdit(parameter: string, before: StoredList | undefined, edit: Edit, io: Io): Promise<number> {
  const list = exclusionList(parameter)
  const first = before ?? (await made())
  if (typeof first === 'number') return first
  const texts = textsOf(first.value)
  const traits = await list.traits()
  const [own, others] = [new Set<number>(), new Map<number, readonly string[]>()]
  let wanted = edited(texts, edit)
  for (let seen = first.version, tries = 0; tries < TRIES; tries += 1) {
    refuseTooLong(wanted, traits)
    const version = await list.write(valueOf(wanted), first, traits)
    own.add(version)
    if (version === seen + 1) return version
    for (let each = first.version + 1; each < version; each += 1) {
      const theirs = own.has(each) || others.has(each) ? undefined : await list.read(each)
      if (theirs !== undefined) others.set(each, textsOf(theirs.value))
    }
    const everything = merged(texts, [...others.values()], edit)
    // Others who are at the same have written nothing that is not in it.
    if (same(everything, wanted)) return version
    io.note('Somebody else wrote the list at the same time: what they changed is kept, and the list is written again.')
    wanted = everything
    seen = version
  }
  throw new Error(`The list ${plain(parameter)} was written by others again and again. "iam-cleanup exclude list" shows how it is now.`)

  /** Where there is none, it is made; where somebody was quicker, theirs is the one to be edited. */
  async function made(): Promise<StoredList | number> {
    const version = await list.make(valueOf(edited([], edit)), DESCRIPTION)
    const there = version ?? (await list.read())
    if (there === undefined) throw new Error(`The list ${parameter} was made and removed by others meanwhile. Repeat the command.`)
    return there
  }
}

const same = (one: readonly string[], other: readonly string[]): boolean => valueOf(one.toSorted()) === valueOf(other.toSorted())
