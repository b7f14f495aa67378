import fc from 'fast-check';
import { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { wholenessOf } from '../../main/scans/settle/wholeness.ts';
import { bmp, dicom, jpeg, motionPhoto, pdf, png, tiff, zip } from './formats.ts';

/** Checks bytes in memory, and counts the cost. */
async function judge(name: string, bytes: Buffer) {
  let reads = 0;
  let read = 0;
  const wholeness = await wholenessOf(name, {
    size: bytes.length,
    read: async (offset, length) => {
      const part = bytes.subarray(offset, offset + length);
      reads += 1;
      read += part.length;
      return part;
    },
  });
  return { wholeness, reads, read };
}
const wholeness = async (name: string, bytes: Buffer) => (await judge(name, bytes)).wholeness;

const formats = [
  ['scan.pdf', pdf()],
  ['scan.PDF', pdf(300)],
  ['photo.jpg', jpeg()],
  ['photo.jpeg', jpeg()],
  ['photo.jfif', jpeg(300_000)],
  ['photo.png', png()],
  ['letter.docx', zip()],
  ['mri.zip', zip('a comment')],
  ['fax.tif', tiff()],
  ['fax.tiff', tiff({ endian: 'big', pages: 3, strips: 5 })],
  ['fax.tif', tiff({ big: true, pages: 2, strips: 3 })],
  ['fax.tif', tiff({ big: true, endian: 'big' })],
] as const;

/** A page whose picture and file end with zeros; 1 is no compression, 4 is fax compression. */
function blackEdged(compression: number): Buffer {
  const entries = [
    [259, 3, 1, compression],
    [273, 4, 1, 8 + 2 + 3 * 12 + 4],
    [279, 4, 1, 4000],
  ];
  const head = Buffer.alloc(8 + 2 + 3 * 12 + 4);
  head.write('II*\0', 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(entries.length, 8);
  for (const [index, [tag = 0, type = 0, count = 0, value = 0]] of entries.entries()) {
    const at = 10 + index * 12;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(count, at + 4);
    head.writeUInt32LE(value, at + 8);
  }
  return Buffer.concat([head, Buffer.alloc(2000, 9), Buffer.alloc(2000)]);
}

/** Linearized for the web, with another end mark near its start. */
const webPdf = Buffer.concat([
  Buffer.from(
    '%PDF-1.7\n1 0 obj\n<< /Linearized 1 >>\nendobj\nxref\n0 1\ntrailer\n<< >>\nstartxref\n0\n%%EOF\n',
  ),
  pdf(500),
]);

describe('what the format says', () => {
  it.each(formats)(
    '%s is complete, and never complete while bytes are missing at its end',
    async (name, bytes) => {
      expect(await wholeness(name, bytes)).toBe('whole');
      for (const missing of [1, 2, 5, 20, Math.floor(bytes.length / 2), bytes.length - 1]) {
        expect(await wholeness(name, bytes.subarray(0, bytes.length - missing))).not.toBe('whole');
      }
    },
  );

  it.each(formats)(
    'case 2: %s in a reserved size is not complete until it is filled',
    async (name, bytes) => {
      const filledTo = (length: number): Promise<string> =>
        wholeness(name, Buffer.concat([bytes.subarray(0, length), Buffer.alloc(4096)]));
      for (const share of [0, 0.25, 0.5]) {
        expect(await filledTo(Math.floor(bytes.length * share))).toBe('partial');
      }
      expect(await filledTo(bytes.length - 1)).not.toBe('whole');
      // The bytes are complete as far as they go; only time shows whether more follow.
      expect(await filledTo(bytes.length)).toBe(name.startsWith('fax') ? 'partial' : 'unknown');
    },
  );

  it.each([
    ['motion photo.jpg', motionPhoto()],
    ['motion photo.jpg', Buffer.concat([jpeg(500_000), Buffer.alloc(5_000)])],
    ['screenshot.png', Buffer.concat([png(), Buffer.alloc(5_000, 3)])],
    ['black edge.bmp', bmp()],
    ['black edge.dcm', dicom()],
    ['signed.pdf', Buffer.concat([pdf(), Buffer.alloc(30_000, 'signature ')])],
    ['padded.pdf', Buffer.concat([pdf(), Buffer.alloc(5_000)])],
    ['trailer.zip', Buffer.concat([zip('a comment'), Buffer.alloc(5_000, 3)])],
    ['black edge.tif', blackEdged(1)],
    ['photo.heic', Buffer.concat([Buffer.from('....ftypheic'), Buffer.alloc(2_000)])],
  ])('case 46: gives no answer for %s, so that the ordinary settle time decides', async (name, bytes) => {
    expect(await wholeness(name, bytes)).toBe('unknown');
  });

  it.each([
    ['a JPEG that breaks off in its data', 'photo.jpg', jpeg(300_000).subarray(0, 200_000)],
    ['a JPEG that breaks off after its thumbnail', 'photo.jpg', jpeg().subarray(0, 17)],
    [
      'a JPEG whose segments are not filled in yet',
      'photo.jpg',
      Buffer.concat([jpeg().subarray(0, 16), Buffer.alloc(5_000)]),
    ],
    ['a PNG that breaks off in a chunk', 'photo.png', png().subarray(0, 50)],
    ['a PDF for the web that breaks off after its first page', 'web.pdf', webPdf.subarray(0, 5_000)],
    [
      'a PDF with an addition that breaks off',
      'plan.pdf',
      Buffer.concat([pdf(), Buffer.from('\n7 0 obj\n<<')]),
    ],
    [
      'a ZIP that breaks off after a ZIP inside it',
      'mri.zip',
      Buffer.concat([zip().subarray(0, 40), zip(), Buffer.alloc(99, 1)]),
    ],
    ['a compressed TIFF that ends with reserved space', 'fax.tif', blackEdged(4)],
  ])('case 1: %s is partial', async (_, name, bytes) => {
    expect(await wholeness(name, bytes)).toBe('partial');
  });

  it('case 19: a TIFF of many pages is complete only with the last of them', async () => {
    const pages = tiff({ pages: 40, strips: 4 });
    expect(await wholeness('fax.tif', pages)).toBe('whole');
    expect(await wholeness('fax.tif', pages.subarray(0, pages.length - 50))).toBe('partial');
  });

  it('a PDF by pdf-lib is complete', async () => {
    const document = await PDFDocument.create();
    document.addPage();
    expect(await wholeness('scan.pdf', Buffer.from(await document.save()))).toBe('whole');
  });

  it.each([
    ['scan.pdf', Buffer.from('no pdf at all'), 'unknown'],
    ['scan.pdf', Buffer.from('%PDF-1.4\nstuff'), 'partial'],
    ['scan.pdf', Buffer.concat([Buffer.from('@PJL\n'), pdf()]), 'whole'],
    ['scan.pdf', Buffer.concat([pdf(), Buffer.from('\0\0\0')]), 'unknown'],
    ['scan.pdf', Buffer.from('%PDF-1.4\n%%EOF'), 'unknown'],
    ['scan.pdf', Buffer.from('%PDF-1.4\nstartxref\n99999\n%%EOF'), 'partial'],
    ['photo.jpg', Buffer.concat([jpeg(), Buffer.from('SEFT: a phone wrote this')]), 'unknown'],
    ['photo.jpg', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(9, 1)]), 'unknown'],
    ['photo.jpg', Buffer.from([0xff, 0xd8, 0xff]), 'partial'],
    ['photo.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1, 1]), 'unknown'],
    ['photo.png', Buffer.concat([png().subarray(0, 33), Buffer.from('12345678901')]), 'unknown'],
    ['photo.png', Buffer.concat([png(), Buffer.from('x')]), 'unknown'],
    ['photo.png', png().subarray(0, 40), 'partial'],
    ['notes.txt', Buffer.from('anything'), 'unknown'],
    ['notes.txt', Buffer.alloc(2048), 'partial'],
    ['photo.heic', Buffer.from('....ftypheic'), 'unknown'],
    ['no-extension', Buffer.from('x'), 'unknown'],
    ['mri.zip', Buffer.from('PK\x03\x04 and no end'), 'partial'],
    ['mri.zip', Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(17), Buffer.from('x')]), 'partial'],
    ['empty.pdf', Buffer.alloc(0), 'partial'],
  ] as const)('%s, %o: %s', async (name, bytes, expected) => {
    expect(await wholeness(name, bytes)).toBe(expected);
  });

  describe('ZIP directories', () => {
    const changed = (change: (bytes: Buffer, end: number) => void) => {
      const bytes = zip();
      change(bytes, bytes.length - 22);
      return bytes;
    };
    const empty = Buffer.alloc(22);
    empty.write('PK\x05\x06', 'latin1');
    it.each([
      ['an empty archive', empty, 'whole'],
      ['an empty archive with a comment', changed((bytes, end) => bytes.writeUInt16LE(0, end + 10)), 'whole'],
      ['shifted offsets', changed((bytes, end) => bytes.writeUInt32LE(0, end + 16)), 'unknown'],
      ['a directory beyond the end', changed((bytes, end) => bytes.writeUInt32LE(9999, end + 16)), 'partial'],
      [
        'zip64 without its locator',
        changed((bytes, end) => bytes.writeUInt32LE(0xffffffff, end + 16)),
        'unknown',
      ],
      [
        'zip64',
        changed((bytes, end) => {
          bytes.writeUInt32LE(0xffffffff, end + 16);
          bytes.write('PK\x06\x07', end - 20, 'latin1');
        }),
        'whole',
      ],
      ['a second end mark inside the comment', zip('PK\x05\x06 is how it ends, said the manual'), 'whole'],
    ] as const)('%s', async (_what, bytes, expected) => {
      expect(await wholeness('a.zip', bytes)).toBe(expected);
    });
  });

  describe('malformed TIFFs', () => {
    const changed = (change: (bytes: Buffer) => void, bytes = tiff({ pages: 2 })) => {
      change(bytes);
      return bytes;
    };
    const firstDirectory = tiff().readUInt32LE(4);
    it.each([
      ['a header that is cut short', Buffer.from('II*\0\x01'), 'partial'],
      ['a BigTIFF header that is cut short', Buffer.from('II+\0\x08\0\0\0\x01'), 'partial'],
      ['no directory yet', changed((bytes) => bytes.writeUInt32LE(0, 4)), 'partial'],
      ['a directory inside the header', changed((bytes) => bytes.writeUInt32LE(4, 4)), 'partial'],
      ['a directory beyond the end', changed((bytes) => bytes.writeUInt32LE(0xfffffff0, 4)), 'partial'],
      ['a directory of nothing', changed((bytes) => bytes.writeUInt16LE(0, firstDirectory)), 'partial'],
      ['too many entries', changed((bytes) => bytes.writeUInt16LE(0xffff, firstDirectory)), 'unknown'],
      [
        'a loop of directories',
        changed((bytes) => bytes.writeUInt32LE(firstDirectory, firstDirectory + 2 + 24)),
        'unknown',
      ],
      [
        'a strip beyond the end',
        changed((bytes) => bytes.writeUInt32LE(bytes.length, firstDirectory + 10)),
        'partial',
      ],
      [
        'a value list beyond any reason',
        changed((bytes) => bytes.writeUInt32LE(0x7fffffff, firstDirectory + 6)),
        'unknown',
      ],
      [
        'a value type that nobody knows',
        changed((bytes) => bytes.writeUInt16LE(99, firstDirectory + 4)),
        'whole',
      ],
      [
        'a subdirectory that loops',
        changed((bytes) => {
          bytes.writeUInt16LE(330, firstDirectory + 2);
          bytes.writeUInt32LE(firstDirectory, firstDirectory + 10);
        }),
        'unknown',
      ],
    ] as const)('%s', async (_what, bytes, expected) => {
      expect(await wholeness('fax.tif', bytes)).toBe(expected);
    });

    it('a chain of thousands of pages ends, and costs a bounded number of reads', async () => {
      const { wholeness: verdict, reads, read } = await judge('fax.tif', tiff({ pages: 5_000 }));
      expect(verdict).toBe('unknown');
      expect(reads).toBeLessThan(20_000);
      expect(read).toBeLessThan(10 * 1024 * 1024);
    });

    it('many overlapping lists of strips are given up', async () => {
      const bytes = tiff({ pages: 20, strips: 60_000 });
      expect((await judge('fax.tif', bytes)).read).toBeLessThan(9 * 1024 * 1024);
    });
  });

  it.each([
    [1, 'in one piece', pdf(300)],
    [2, 'by its end and its start', pdf(200_000)],
  ])('costs %i calls for a PDF that is read %s', async (calls, _how, bytes) => {
    expect(await judge('scan.pdf', bytes)).toMatchObject({ wholeness: 'whole', reads: calls });
  });

  it('never throws, whatever the bytes, and reads little', async () => {
    const samples = fc.constantFrom(...formats);
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(samples, damage, fc.nat(), async ([name, bytes], changes, cut) => {
        const damaged = Buffer.from(bytes.subarray(0, bytes.length - (cut % bytes.length)));
        for (const [at, byte] of changes) damaged[at % damaged.length] = byte;
        const { reads } = await judge(name, damaged);
        expect(reads).toBeLessThan(1_000);
      }),
    );
    await fc.assert(
      fc.asyncProperty(samples, fc.uint8Array({ maxLength: 200 }), async ([name, bytes], noise) => {
        const head = bytes.subarray(0, 8);
        await judge(name, Buffer.concat([head, noise]));
      }),
    );
  });
});
