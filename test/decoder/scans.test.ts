import { describe, expect, it } from 'vitest';
import { openPdf } from '../../main/decoder/formats/pdf-pages.ts';
import { collectGarbage } from '../../main/decoder/memory.ts';
import { readOcr, readPdfium } from '../../main/decoder/node-process.ts';
import { createOcr, readWidth } from '../../main/decoder/ocr/ocr.ts';
import type { PageLine } from '../../preload/contract/page-line.ts';
import { colouredPages } from '../fixtures/drawable-files.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { testDecoder } from '../fixtures/test-decoder.ts';
import { asJpeg, asPdf, asTiff, printed, scanned } from '../letters/scans.ts';

const { signal } = new AbortController();
const scanner = { look: 'scan', dpi: 200, skew: 1, seed: 1 } as const;
const texts = (lines: readonly PageLine[]): string[] => lines.map(({ text }) => text);
const pixelsOf = async (...lines: string[]) => scanned(await printed(lines), scanner);

describe('OCR in the decoder process', () => {
  it.each([
    ['an English PDF', 'RE: Jane Citizen, DOB: 3 February 1980', (of: Pixels) => asPdf(of, 'jpeg')],
    ['a German TIFF', 'Betreff: Hans Müller, geb. 13.02.1980', asTiff],
    ['a French JPEG', 'Objet : Chloé Dubois, née le 3 février 1980', asJpeg],
  ])('reads the line with name and date of birth: %s', async (_what, line, pack) => {
    const bytes = pack(await pixelsOf('12 High Street, Anytown', '', '', '', line, '', 'Dr Wei Li'));
    const lines = await testDecoder.scan({ part: 'top', page: 1, bytes }, signal);
    const found = lines.find(({ text }) => text === line);
    expect(found, JSON.stringify(texts(lines))).toMatchObject({ page: 1 });
    expect(found?.box.left).toBeCloseTo(0.1, 1);
    expect(found?.box.top).toBeCloseTo((842 - 780 + 4 * 18) / 842, 1);
    expect(found?.box.height).toBeLessThan(0.02);
  });

  it('reads each line once, in the top of the page or in the rest', async () => {
    const written = Array.from({ length: 40 }, (_, at) => `Line ${at + 100} of this letter`);
    const bytes = asPdf(await pixelsOf(...written), 'lossless');
    const top = await testDecoder.scan({ part: 'top', page: 1, bytes }, signal);
    const rest = await testDecoder.scan({ part: 'rest', page: 1, bytes }, signal);
    expect(top.length).toBeGreaterThan(5);
    expect(rest.length).toBeGreaterThan(10);
    expect(texts([...top, ...rest]).toSorted()).toEqual(written);
  });

  it('finds nothing on an empty page', async () => {
    expect(await testDecoder.scan({ part: 'top', page: 1, bytes: colouredPages(1) }, signal)).toEqual([]);
  });

  it.each([
    ['a damaged PDF', Buffer.from('%PDF-nothing'), 'preview-damaged'],
    ['a JPEG without a frame', Buffer.from('ffd8ffe00004ffff', 'hex'), 'preview-damaged'],
    [
      'a JPEG of four thousand million pixels',
      Buffer.from('ffd8ffc0000b08fffffffffe03112200', 'hex'),
      'preview-too-large',
    ],
    ['a text', Buffer.from('RE: Jane Citizen'), 'preview-damaged'],
  ])('refuses %s', async (_what, bytes, code) => {
    expect((await rejectionOf(testDecoder.scan({ part: 'top', page: 1, bytes }, signal))).code).toBe(code);
  });

  it('does not delay a page that a person looks at', async () => {
    const bytes = asPdf(await pixelsOf('Jane Citizen'), 'jpeg');
    const scan = testDecoder.scan({ part: 'rest', page: 1, bytes }, signal);
    const read = () => Promise.resolve(colouredPages(2));
    const page = await testDecoder.page({ file: 'beside a scan', read, page: 2, width: 100 }, signal);
    expect(page.pages).toBe(2);
    await scan;
  });
});

type Pixels = Awaited<ReturnType<typeof pixelsOf>>;

describe('a document', () => {
  /** The pages as they are drawn for OCR. */
  const drawn = async (...lines: string[]) => {
    const opened = await openPdf(asPdf(await pixelsOf(...lines), 'lossless'), await readPdfium());
    return opened.draw(1, readWidth).finally(() => opened.close());
  };

  it('does not change the text of the next one, and nothing of it remains', async () => {
    const names = await drawn(...Array.from({ length: 12 }, () => 'Jane Citisen, DOB 3 Feb 1980'));
    const other = await drawn('June Cltizen, DOB 8 Feb 1930', 'Jane Citlzen');
    const files = await readOcr();
    const memories: WeakRef<object>[] = [];
    const { instantiate } = WebAssembly;
    const watched = async (module: WebAssembly.Module, imports?: WebAssembly.Imports) => {
      const instance = await instantiate(module, imports);
      for (const one of Object.values(instance.exports))
        if (one instanceof WebAssembly.Memory) memories.push(new WeakRef(one));
      return instance;
    };
    WebAssembly.instantiate = watched as typeof instantiate;
    try {
      const used = createOcr(files);
      await used.lines(names, 'top');
      const after = await used.lines(other, 'top');
      expect(after).toEqual(await createOcr(files).lines(other, 'top'));
      expect(after).not.toEqual([]);
    } finally {
      WebAssembly.instantiate = instantiate;
    }
    expect(memories).toHaveLength(3);
    await expect
      .poll(() => {
        collectGarbage();
        return memories.filter((one) => one.deref() !== undefined);
      })
      .toEqual([]);
  });
});
