import { deflateSync, crc32 } from 'node:zlib';

/** Small valid files of each format that the checks know, built byte by byte. */

export const pdf = (pages = 1): Buffer => {
  const body = `%PDF-1.7\n${'1 0 obj\n<< /Type /Catalog >>\nendobj\n'.repeat(pages)}`;
  return Buffer.from(
    `${body}xref\n0 1\n0000000000 65535 f \ntrailer\n<< >>\nstartxref\n${body.length}\n%%EOF`,
  );
};

/** A picture with a thumbnail, as from cameras; its data has the escapes and restarts of real ones. */
export const jpeg = (length = 500): Buffer => {
  const segment = (marker: number, data: Buffer): Buffer => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(data.length + 2, 2);
    return Buffer.concat([head, data]);
  };
  const scan = Buffer.concat([
    Buffer.alloc(length, 7),
    Buffer.from([0xff, 0, 7, 0xff, 0xd0, 7, 7]),
    Buffer.alloc(20, 9),
  ]);
  const thumbnail = Buffer.from([0xff, 0xd8, 0xff, 0xda, 0, 2, 7, 7, 0xff, 0xd9]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe1, thumbnail),
    segment(0xda, Buffer.alloc(6, 1)),
    scan,
    Buffer.from([0xff, 0xd9]),
  ]);
};

/** An uncompressed picture with black last lines. */
export function bmp(): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(54), Buffer.alloc(3000, 200), Buffer.alloc(3000)]);
  bytes.write('BM', 'latin1');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  return bytes;
}

/** A preamble of zeros, its mark, some elements, and pixels with black last lines (DICOM PS3.10, 7.1). */
export const dicom = (): Buffer =>
  Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), Buffer.alloc(2000, 5), Buffer.alloc(3000)]);

/** A photo with a short film appended, as phones save it. */
export const motionPhoto = (): Buffer =>
  Buffer.concat([jpeg(), Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0isommp42'), Buffer.alloc(300_000, 0x5a)]);

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, crc]);
}
export const png = (): Buffer =>
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
    chunk('IDAT', deflateSync(Buffer.from([0, 128]))),
    chunk('IEND', Buffer.alloc(0)),
  ]);

/** An archive with one stored file; `comment` follows the end of the central directory. */
export function zip(comment = ''): Buffer {
  const name = Buffer.from('a.txt');
  const data = Buffer.from('hello');
  const local = Buffer.alloc(30);
  local.write('PK\x03\x04', 'latin1');
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.write('PK\x01\x02', 'latin1');
  central.writeUInt16LE(name.length, 28);
  const directoryAt = local.length + name.length + data.length;
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(directoryAt, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([local, name, data, central, name, end, Buffer.from(comment)]);
}

export interface TiffOptions {
  readonly endian?: 'little' | 'big';
  readonly big?: boolean;
  readonly pages?: number;
  /** A page's strips; more than an entry's value field holds are stored elsewhere. */
  readonly strips?: number;
}

/** A TIFF, classic or BigTIFF, in either byte order: for each page its strips, then its directory. */
export function tiff(options: TiffOptions = {}): Buffer {
  const { endian = 'little', big = false, pages = 1, strips = 1 } = options;
  const little = endian === 'little';
  const wide = big ? 8 : 4;
  const number = (size: 2 | 4 | 8, value: number): Buffer => {
    const buffer = Buffer.alloc(size);
    if (size === 8) {
      if (little) buffer.writeBigUInt64LE(BigInt(value));
      else buffer.writeBigUInt64BE(BigInt(value));
    } else if (little) buffer.writeUIntLE(value, 0, size);
    else buffer.writeUIntBE(value, 0, size);
    return buffer;
  };
  const magic = Buffer.concat([Buffer.from(little ? 'II' : 'MM'), number(2, big ? 43 : 42)]);
  const header = big ? Buffer.concat([magic, number(2, 8), number(2, 0)]) : magic;
  const parts: Buffer[] = [header, number(wide, 0)];
  let length = header.length + wide;
  /** The position of the next directory's offset. */
  let link: { part: number; at: number } = { part: 1, at: 0 };
  const push = (buffer: Buffer) => {
    const at = length;
    parts.push(buffer);
    length += buffer.length;
    return at;
  };
  for (let page = 0; page < pages; page += 1) {
    const stripSize = 4;
    const offsets = Array.from({ length: strips }, () => push(Buffer.alloc(stripSize, page + 1)));
    const values = (list: number[]) => Buffer.concat(list.map((value) => number(wide, value)));
    const field = (list: number[]) => {
      const bytes = values(list);
      if (bytes.length > wide) return number(wide, push(bytes));
      return Buffer.concat([bytes, Buffer.alloc(wide - bytes.length)]);
    };
    const entry = (tag: number, list: number[]) =>
      Buffer.concat([number(2, tag), number(2, big ? 16 : 4), number(wide, list.length), field(list)]);
    const entries = [
      entry(273, offsets),
      entry(
        279,
        offsets.map(() => stripSize),
      ),
    ];
    const directoryAt = push(
      Buffer.concat([number(big ? 8 : 2, entries.length), ...entries, number(wide, 0)]),
    );
    const target = parts[link.part];
    if (target !== undefined) number(wide, directoryAt).copy(target, link.at);
    const last = parts.length - 1;
    link = { part: last, at: (parts[last]?.length ?? 0) - wide };
  }
  return Buffer.concat(parts);
}
