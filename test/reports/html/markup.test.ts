import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foreign, markup, NOTHING } from '../../../src/reports/html/markup.ts'
import { anyText } from '../../support/any-text.ts'

test('texts are escaped, in elements and in attributes; markup and numbers stand as they are', () => {
  expect(markup`<p title="${`"x" 'y'`}">${'<b>&'}${markup`<i>${1}</i>`}${[foreign('a<'), NOTHING]}</p>`.text).toBe(
    '<p title="&quot;x&quot; &#39;y&#39;">&lt;b&gt;&amp;<i>1</i><bdi>a&lt;</bdi></p>',
  )
})

test('what a terminal or a browser obeys is made visible', () => {
  expect(markup`${'a\u0000b\u202Ec\nd'}`.text).toBe('a\uFFFDb\uFFFDc d')
})

test('of any text nothing is left that begins a tag, ends an attribute or is an entity of its own', () => {
  fc.assert(
    fc.property(anyText(40), (text) => {
      const shown = markup`${text}`.text
      expect(shown).not.toMatch(/[<>"']/)
      expect(shown.replaceAll(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&')
    }),
  )
})
