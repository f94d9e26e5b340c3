import type { Io } from './io.ts'
import { shippedTemplate, type Shipped } from './shipped-template.ts'
import { writeOwn } from './write-own.ts'

type TemplateOptions = { readonly form: Shipped; readonly out: string | undefined }

/** @throws UsageError where something is in the way */
export async function printTemplate({ form, out }: TemplateOptions, io: Io): Promise<void> {
  const body = await shippedTemplate(form)
  if (out === undefined) return io.out(body.trimEnd())
  await writeOwn(out, body, { what: 'template', check: refuse })
  io.note(`The template is in ${out}.`)
}

function refuse(): never {
  throw new Error('EEXIST: file already exists')
}
