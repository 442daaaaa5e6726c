import { crc32, deflateRawSync } from 'node:zlib';

/** A file for {@link zip}: its name as it is written, and its Unix mode (a link's with 0o120000). */
export interface ZippedFile {
  readonly name: string;
  readonly content: string | Buffer;
  readonly mode?: number;
  /** What the entry says that it has unzipped. @default the truth */
  readonly claimedSize?: number;
}

/** Makes a zip as archivers do (APPNOTE 4.3), with names that no archiver would write if the test asks for them. */
export function zip(files: readonly ZippedFile[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content, mode = 0o100644, claimedSize } of files) {
    const data = Buffer.from(content as string);
    const packed = deflateRawSync(data);
    const fileName = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); // version needed
    common.writeUInt16LE(0x0800, 2); // names are UTF-8
    common.writeUInt16LE(8, 4); // deflate
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimedSize ?? data.length, 18);
    common.writeUInt16LE(fileName.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, fileName, packed]);
    const attributes = Buffer.alloc(14);
    attributes.writeUInt32LE((mode << 16) >>> 0, 6);
    attributes.writeUInt32LE(offset, 10);
    const madeBy = Buffer.from([20, 3]); // Unix
    central.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), madeBy, common, attributes, fileName]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
