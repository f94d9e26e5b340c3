import { inflateRawSync } from 'node:zlib'
import { AwsError } from '../world/aws-error.ts'

/** As much code as a function has, unzipped, at most. */
const UNZIPPED_BYTES = 262_144_000

const END = { signature: 0x06_05_4b_50, bytes: 22 }
const ENTRY = { signature: 0x02_01_4b_50, bytes: 46 }
const LOCAL_BYTES = 30
const STORED = 0
const DEFLATED = 8

/** The code of a function from its deployment package. The simulator takes a single file. @throws InvalidParameterValueException */
export function codeIn(zip: Uint8Array): string {
  try {
    return read(Buffer.from(zip))
  } catch (error) {
    if (error instanceof AwsError) throw error
    throw refused('Could not unzip uploaded file. Please check your file, then try to upload again.')
  }
}

function read(zip: Buffer): string {
  const end = zip.subarray(-END.bytes)
  if (end.readUInt32LE(0) !== END.signature)
    throw refused('Could not unzip uploaded file: it does not end as a zip without a comment does.')
  const entry = zip.subarray(end.readUInt32LE(16))
  if (end.readUInt16LE(10) !== 1 || entry.readUInt32LE(0) !== ENTRY.signature)
    throw refused('The simulator takes a deployment package of a single file, index.js.')
  const name = entry.toString('utf8', ENTRY.bytes, ENTRY.bytes + entry.readUInt16LE(28))
  if (name !== 'index.js') throw refused(`The simulator takes a deployment package of a single file, index.js, and not ${name}.`)
  const local = zip.subarray(entry.readUInt32LE(42))
  const start = LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28)
  return unpacked(entry.readUInt16LE(10), local.subarray(start, start + entry.readUInt32LE(20))).toString()
}

function unpacked(method: number, data: Buffer): Buffer {
  if (method === STORED) return data
  if (method === DEFLATED) return inflateRawSync(data, { maxOutputLength: UNZIPPED_BYTES })
  throw refused(`The simulator knows no zip of the method ${method}.`)
}

const refused = (message: string): AwsError => new AwsError('InvalidParameterValueException', 400, message)
