import { writeFile } from 'node:fs/promises'
import { lambdaCode } from './lambda-code.mjs'
import { synthesize } from '../dist/stack/template.js'
import { toYaml } from '../dist/stack/yaml.js'

await writeFile(new URL('../templates/template.yaml', import.meta.url), toYaml(synthesize(await lambdaCode())))
