import { crc32 } from 'node:zlib'

const VERSION = 20
/** 1 January 1980, the first day that a zip can tell. */
const DATE = 0x00_21
/** Names are UTF-8. */
const FLAGS = 0x08_00

/** What CloudFormation makes of the text under Code.ZipFile: a deployment package with one file of this name, not compressed. */
export function zipOf(name: string, text: string): Buffer {
  const [nameBytes, data] = [Buffer.from(name), Buffer.from(text)]
  const facts = Buffer.alloc(26)
  facts.writeUInt16LE(VERSION, 0)
  facts.writeUInt16LE(FLAGS, 2)
  facts.writeUInt16LE(DATE, 8)
  facts.writeUInt32LE(crc32(data), 10)
  facts.writeUInt32LE(data.length, 14)
  facts.writeUInt32LE(data.length, 18)
  facts.writeUInt16LE(nameBytes.length, 22)
  const file = Buffer.concat([Buffer.from('PK\u0003\u0004'), facts, nameBytes, data])
  const directory = Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([VERSION, 0]), facts, Buffer.alloc(14), nameBytes])
  const end = Buffer.alloc(18)
  end.writeUInt16LE(1, 4)
  end.writeUInt16LE(1, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(file.length, 12)
  return Buffer.concat([file, directory, Buffer.from('PK\u0005\u0006'), end])
}
