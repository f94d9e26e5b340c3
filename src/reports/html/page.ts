import { createHash } from 'node:crypto'
import { SCRIPT, STYLE } from './assets.ts'
import { markup, trusted, type Markup } from './markup.ts'

/** A page to be. `about` says in one word what it shows, and is how a file is known again. */
export type Page = { readonly about: string; readonly title: string; readonly body: Markup }

/**
 * A page that stands by itself: one file, with the one style and the one script in it. Its policy lets nothing else run or load, not even a style or an event of an
 * attribute, so whatever somebody smuggled into a name would do nothing.
 */
export const page = ({ about, title, body }: Page): string =>
  markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="generator" content="${generator(about)}" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${inlined('style', STYLE)}
      </head>
      <body>
        ${body} ${inlined('script', SCRIPT)}
      </body>
    </html>`.text

/** To the letter, for the policy names its hash. */
const inlined = (element: 'style' | 'script', text: string): Markup => trusted(`<${element}>${text}</${element}>`)

/** Whether a text is a page of ours about that. */
export const isPage = (text: string, about: string): boolean => {
  const head = text.slice(0, 300)
  return head.startsWith('<!doctype html>') && head.includes(`<meta name="generator" content="${generator(about)}"`)
}

const generator = (about: string): string => `iam-unused-user-cleanup ${about}`

const hashed = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const POLICY = `default-src 'none'; style-src ${hashed(STYLE)}; script-src ${hashed(SCRIPT)}; base-uri 'none'; form-action 'none'`
