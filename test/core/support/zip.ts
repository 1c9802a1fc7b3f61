import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a hand-made zip; what is left out is as it should be. */
export interface ZipEntry {
  /** Text is written as UTF-8 without saying so; bytes as they are. */
  readonly name: string | Uint8Array;
  readonly bytes: Uint8Array;
  readonly isStored?: boolean;
  readonly method?: number;
  readonly flags?: number;
  readonly declaredLength?: number;
  /** Points the directory at the local header of an earlier entry. */
  readonly sharesBytesOf?: number;
}

/** A zip archive (APPNOTE 4.3), for what no packer would write: lies about sizes, shared bytes, other methods. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { bytes, isStored = false, method = isStored ? 0 : 8, flags = 0, declaredLength = bytes.length } = entry;
    const name = Buffer.from(typeof entry.name === 'string' ? new TextEncoder().encode(entry.name) : entry.name);
    const packed = isStored ? Buffer.from(bytes) : deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(declaredLength, 18);
    common.writeUInt16LE(name.length, 22);
    const shared = entry.sharesBytesOf === undefined ? undefined : offsets[entry.sharesBytesOf];
    offsets.push(shared ?? offset);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(20, 4);
    common.copy(central, 6);
    central.writeUInt32LE(shared ?? offset, 42);
    directory.push(central, name);
    if (shared !== undefined) continue;
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, packed]);
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}
