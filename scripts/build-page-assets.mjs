// @ts-check
import { writeFile } from 'node:fs/promises'
import { ASSETS, assetsText } from './page-assets.mjs'

await writeFile(new URL(`../${ASSETS}`, import.meta.url), await assetsText())
