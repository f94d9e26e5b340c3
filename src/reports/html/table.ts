import { markup, NOTHING, type Content, type Markup } from './markup.ts'

export type Column = {
  readonly name: string
  /** Of the style: how wide, whether in figures, what becomes of it where there is little room. */
  readonly style?: string
  /** The same of its cells, where it is not that of the heading: in thousands of rows each word counts. */
  readonly cells?: string
  /** The facet whose order, which is that of its values, the rows are sorted in by this column. */
  readonly by?: string
}

/** What stands in a place of a row; `style` where it has one of its own, `sort` where it is sorted by something else than what it shows. */
export type Cell = { readonly shows: Content; readonly style?: string; readonly sort?: string | number }

/** A row, and the value that it has for each facet. */
export type Row = { readonly cells: readonly Cell[]; readonly facets?: Readonly<Record<string, string>> }

/** What rows can be chosen by: a box for each value, or where there are many a list of which one is picked. */
export type Facet = {
  readonly id: string
  readonly name: string
  readonly as: 'boxes' | 'list'
  readonly values: readonly { readonly value: string; readonly name: string; readonly rows: number; readonly tone?: string }[]
}

export type Table = {
  /** Unique in the page. */
  readonly id: string
  readonly caption: string
  readonly style?: string
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** How it is sorted and what is searched, where the page's script is to do that. */
  readonly tool?: { readonly search: string; readonly facets: readonly Facet[] }
}

/** A table, of which the first cell of a row is its head. Everything is in it; the page's script makes its headings sort and its controls filter. */
export const table = ({ id, caption, style = '', columns, rows, tool }: Table): Markup =>
  markup`<div class="table" id="${id}">
    ${tool === undefined ? NOTHING : controls(id, tool)}
    <table class="data${tool === undefined ? '' : ' sortable'}${rows.length > LONG ? ' long' : ''}${style === '' ? '' : ` ${style}`}">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(({ name, style = '', by }) => markup`<th scope="col"${klass(style)}${by === undefined ? NOTHING : markup` data-by="${by}"`}>${name}</th>`)}
        </tr>
      </thead>
      ${groupsOf(rows).map((group) => markup`<tbody>${group.map((row) => rowOf(row, columns))}</tbody>`)}
    </table>
  </div> `

/** So many rows are laid out together, when they come into sight. */
const GROUP = 50

/** Of more rows those out of sight are not laid out at all; of fewer they are, for a screen reader has them all at once then. */
const LONG = 500

const groupsOf = (rows: readonly Row[]): readonly (readonly Row[])[] =>
  Array.from({ length: Math.ceil(rows.length / GROUP) }, (_, place) => rows.slice(place * GROUP, (place + 1) * GROUP))

const klass = (style: string): Markup => (style === '' ? NOTHING : markup` class="${style}"`)

/** Without end tags, which HTML does not need there, and with its line broken where that makes no text: of thousands of rows that is a part of the time that a page takes to open. */
function rowOf({ cells, facets = {} }: Row, columns: readonly Column[]): Markup {
  const [first, ...others] = cells.map(({ shows, style, sort }, place) => {
    const column = columns[place]
    const of = klass(style ?? column?.cells ?? column?.style ?? '')
    const by = sort === undefined ? NOTHING : markup` data-sort="${sort}"`
    return place === 0 ? markup`<th scope="row"${of}${by}>${shows}` : markup`<td${of}${by}>${shows}`
  })
  return markup`<tr
${Object.entries(facets).map(([facet, value]) => markup` data-${facet}="${value}"`)}>${first ?? NOTHING}${others}`
}

const controls = (id: string, { search, facets }: NonNullable<Table['tool']>): Markup =>
  markup`<div class="controls" hidden>
    <label class="search" for="${id}-search">${search}</label
    ><input type="search" id="${id}-search" autocomplete="off" spellcheck="false" />
    ${facets.filter(({ values }) => values.length > 1).map((facet) => (facet.as === 'boxes' ? boxes(facet) : list(id, facet)))}
    <div class="told">
      <p role="status"></p>
      <button type="button" class="all" hidden>Show all</button>
    </div>
  </div> `

const boxes = ({ id, name, values }: Facet): Markup =>
  markup`<fieldset data-facet="${id}">
    <legend>${name}</legend>
    ${values.map((each) => markup`<label class="box"><input type="checkbox" value="${each.value}" checked /> <span class="badge ${each.tone ?? ''}">${each.name}</span> ${each.rows}</label> `)}
  </fieldset> `

const list = (table: string, { id, name, values }: Facet): Markup =>
  markup`<div class="list">
    <label for="${table}-${id}">${name}</label>
    <select id="${table}-${id}" data-facet="${id}">
      <option value="">all</option>
      ${values.map(({ value, name: shown, rows }) => markup`<option value="${value}">${shown} (${rows})</option>`)}
    </select>
  </div> `
