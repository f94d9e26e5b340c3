import { plain } from '../../text/plain.ts'

/** HTML that may stand as it is. Made by `markup` alone, and of our own texts by `trusted`. */
export type Markup = { readonly kind: 'markup'; readonly text: string }

/** What may stand in a place of a template: texts, which are cleaned and escaped, whoever wrote them; and markup. */
export type Content = string | number | Markup | readonly Markup[]

/** A template of HTML. Every text in it is made harmless, in elements and in quoted attributes alike: there is no other way in. */
export function markup(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return { kind: 'markup', text: parts.reduce((text, part, index) => `${text}${shown(contents[index - 1] ?? '')}${part}`) }
}

export const NOTHING: Markup = markup``

/** A text of this program's own, which is HTML, a style or a script already. */
export const trusted = (text: string): Markup => ({ kind: 'markup', text })

/** A text that others wrote and that may run from right to left: what stands around it keeps its place. */
export const foreign = (text: string): Markup => markup`<bdi>${text}</bdi>`

/** A text that others wrote; where there is none, that it is missing. */
export const or = (text: string | undefined, missing: string): Markup => (text === undefined ? markup`<em>${missing}</em>` : foreign(text))

function shown(content: Content): string {
  if (typeof content === 'string') return escaped(content)
  if (typeof content === 'number') return String(content)
  return 'text' in content ? content.text : content.map(({ text }) => text).join('')
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escaped = (text: string): string => plain(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
