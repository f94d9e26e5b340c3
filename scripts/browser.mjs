import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

/** Debian's. No browser is downloaded for this project. */
const CHROMIUM = '/usr/bin/chromium'

/** Whether there is a browser on this machine. */
export const hasChromium = () => existsSync(CHROMIUM)

/** Start it; close what is given back. */
export const startChromium = () =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })

/**
 * What is wrong with a page as it is laid out, in words: what is wider than the page, text that is cut off, broken into pieces or lies under another text in a picture.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>}
 */
export const faultsOf = (page) => page.evaluate(faultsHere)

/** Runs in the page. */
function faultsHere() {
  const width = document.documentElement.clientWidth
  // For screen readers alone.
  const isClipped = (element) => element !== null && (getComputedStyle(element).clipPath !== 'none' || isClipped(element.parentElement))
  const isSeen = (element) => element.checkVisibility() && !isClipped(element) && element.getClientRects().length > 0
  const named = (element) =>
    `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} "${(element.textContent ?? '').trim().slice(0, 40)}"`
  const elements = [...document.querySelectorAll('body *')].filter((element) => isSeen(element))
  const wide = elements.filter((element) => element.getBoundingClientRect().right > width + 1 || element.getBoundingClientRect().left < -1)
  const cut = elements.filter((element) => {
    const { overflowX, overflowY, position } = getComputedStyle(element)
    if (element instanceof SVGElement || position === 'absolute') return false
    return (
      (overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1) ||
      (overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1)
    )
  })
  const over = elements.filter(
    (element) =>
      ['TD', 'TH', 'DD', 'P', 'LI', 'LABEL', 'BUTTON'].includes(element.tagName) &&
      element.scrollWidth > element.clientWidth + 1 &&
      element.clientWidth > 0,
  )
  const heightOf = (element) => {
    const range = document.createRange()
    range.selectNodeContents(element)
    return range.getBoundingClientRect().height
  }
  const crushed = elements.filter(
    (element) =>
      ['TD', 'TH'].includes(element.tagName) &&
      element.clientWidth < 3 * parseFloat(getComputedStyle(element).fontSize) &&
      heightOf(element) > 5 * parseFloat(getComputedStyle(element).lineHeight),
  )
  const texts = elements.filter((element) => element instanceof SVGTextElement)
  const outside = texts.filter((text) => {
    const [inner, outer] = [text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()]
    return inner.left < outer.left - 8 || inner.right > outer.right + 8 || inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1
  })
  const meets = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
  const under = texts.filter((text, place) =>
    texts.slice(place + 1).some((other) => meets(text.getBoundingClientRect(), other.getBoundingClientRect())),
  )
  return [
    ...(document.documentElement.scrollWidth > width ? [`the page is ${document.documentElement.scrollWidth} wide, in ${width}`] : []),
    ...wide.map((element) => `beyond the page: ${named(element)}`),
    ...cut.map((element) => `cut off: ${named(element)}`),
    ...over.map((element) => `wider than its place: ${named(element)}`),
    ...crushed.map((element) => `broken into pieces: ${named(element)}`),
    ...outside.map((element) => `outside of its picture: ${named(element)}`),
    ...under.map((element) => `under another text: ${named(element)}`),
  ]
}
