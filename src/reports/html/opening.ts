import type { Tone } from './chart.ts'
import { markup, type Content, type Markup } from './markup.ts'

/** Something to be known of a page before it is read. */
export type Fact = readonly [name: string, value: Markup]

/** How a page begins: what it is, of what, by what. */
export const opening = (title: string, facts: readonly Fact[]): Markup =>
  markup`<header>
    <p class="brand">IAM Unused User Cleanup</p>
    <h1>${title}</h1>
    <dl class="facts">
      ${facts.map(
        ([name, value]) =>
          markup`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div> `,
      )}
    </dl>
  </header> `

/** A total, and the place in the page that it leads to. */
export type Tile = { readonly tone: Tone; readonly count: number; readonly name: string; readonly under: Content; readonly to: string }

/** Totals, each leading to what it counts; what is nothing leads nowhere and has no colour. */
export const tileList = (tiles: readonly Tile[]): Markup =>
  markup`<ul class="tiles">
    ${tiles.map(
      ({ tone, count, name, under, to }) =>
        markup`<li class="tile ${count === 0 ? 'zero' : tone}">
          ${count === 0 ? markup`<b>0</b> ${name}` : markup`<a href="#${to}"><b>${count}</b> ${name}</a>`}<small>${under}</small>
        </li> `,
    )}
  </ul> `

/** Something that is said before the rest: what puts it in doubt, or what else is to be known. */
export const notices = (level: 'alarm' | 'note', all: readonly Markup[]): Markup =>
  markup`${all.map((says) => markup`<p class="notice ${level}">${says}</p>\n`)}`
