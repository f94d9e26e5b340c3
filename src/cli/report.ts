import { Command, Option } from '@commander-js/extra-typings'
import { FORMAT_NAMES } from '../reports/format-names.ts'
import type { Io } from './io.ts'

export const report = (io: Io) =>
  new Command('report')
    .argument('<files...>', 'findings that "scan --format json" wrote, of one account or of several')
    .addOption(new Option('--format <format>', 'how to show them').choices(FORMAT_NAMES).default('table' as const))
    .option('--out <file>', 'write the result there')
    .action(async (files, way) => {
      const { renderReport } = await import('./render-report.ts')
      await renderReport(files, { out: undefined, ...way }, io)
    })
