import { writeFile } from 'node:fs/promises'
import { messageOf } from '../text/message-of.ts'
import { UsageError, type Io } from './io.ts'
import { shippedTemplate, type Shipped } from './shipped-template.ts'

type TemplateOptions = { readonly form: Shipped; readonly out: string | undefined }

/** @throws UsageError where something is in the way */
export async function printTemplate({ form, out }: TemplateOptions, io: Io): Promise<void> {
  const body = await shippedTemplate(form)
  if (out === undefined) return io.out(body.trimEnd())
  try {
    await writeFile(out, body, { flag: 'wx' })
  } catch (cause) {
    throw new UsageError(
      `The template cannot be written to ${out}: what is there is kept (${messageOf(cause)}). Name another file with --out.`,
      {
        cause,
      },
    )
  }
  io.note(`The template is in ${out}.`)
}
