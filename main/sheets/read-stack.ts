import { extname } from 'node:path';
import { asChartdropError, ChartdropError } from '../base/errors.ts';
import type { Decoder } from '../base/ports.ts';
import { bytesOf } from '../files/file-content.ts';
import { planOf, type PlannedPart, type StackPage } from './stack-plan.ts';

/** A finished scan whose bytes are known. */
export interface StackFile {
  readonly name: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** Where its bytes may be, the best place first. */
  readonly places: readonly string[];
}

type StackPlan =
  /** It is no stack, or cannot be read. */
  | { readonly kind: 'none' }
  | { readonly kind: 'parts'; readonly parts: readonly PlannedPart[] }
  /** It has sheets, but not all of its pages can be read. */
  | { readonly kind: 'unclear' };

export interface StackReader {
  /** Reads the codes of all pages. Throws `file-changed`, `aborted`, and the key store's errors. */
  plan(file: StackFile, signal: AbortSignal): Promise<StackPlan>;
  /** A new file of some pages. Throws what the decoder throws, `file-changed` and `aborted`. */
  part(file: StackFile, pages: readonly number[], signal: AbortSignal): Promise<Uint8Array>;
}

const stackTypes = new Set(['.pdf', '.tif', '.tiff']);
/** Larger files are no stacks of letters. They are in memory twice meanwhile. */
const mostBytes = 64 * 1024 * 1024;
const mostPages = 500;
/** Pages that cannot be read. After more of them the file is not read further. */
const mostUnreadable = 3;

/** Errors of a page that says nothing about the program. */
const ofPage: ReadonlySet<ChartdropError['code']> = new Set([
  'preview-damaged',
  'preview-too-large',
  'preview-protected',
  'preview-stopped',
]);
const isOfPage = (thrown: unknown): boolean => ofPage.has(asChartdropError(thrown).code);

/** Reads stacks in the decoder process (docs/decisions/cover-sheets.md). */
export function createStackReader(deps: {
  decoder: Pick<Decoder, 'codes' | 'part'>;
  /** The key that signs this clinic's sheets; null: none was made or imported, and no file is read. */
  key: () => Promise<Buffer | null>;
  /** The setting, read at each use. */
  isOn: () => boolean;
}): StackReader {
  const { decoder } = deps;

  const given = ({ sha256, size, places }: StackFile, signal: AbortSignal) => ({
    file: sha256,
    async read(): Promise<Uint8Array> {
      const bytes = await bytesOf(places, { sha256, size }, signal);
      if (bytes === null) throw new ChartdropError('file-changed');
      return bytes;
    },
  });

  const isStackType = ({ name, size }: StackFile): boolean =>
    stackTypes.has(extname(name).toLowerCase()) && size <= mostBytes;

  /** null: a page that cannot be read. A process that was stopped is tried once more. */
  const pageOf = async (file: StackFile, page: number, signal: AbortSignal) => {
    for (let tries = 0; ; tries += 1) {
      try {
        return await decoder.codes({ ...given(file, signal), page }, signal);
      } catch (thrown) {
        if (!isOfPage(thrown)) throw thrown;
        if (asChartdropError(thrown).code !== 'preview-stopped' || tries > 0) return null;
      }
    }
  };

  return {
    async plan(file, signal) {
      if (!deps.isOn() || !isStackType(file)) return { kind: 'none' };
      const key = await deps.key();
      if (key === null) return { kind: 'none' };
      const pages: StackPage[] = [];
      let [count, unreadable] = [1, 0];
      for (let page = 1; page <= count; page += 1) {
        const read = await pageOf(file, page, signal);
        if (read === null) unreadable += 1;
        else count = read.pages;
        if (count > mostPages || unreadable > mostUnreadable) break;
        const codes = read?.codes.filter(({ kind }) => kind === 'qr').map(({ text }) => text) ?? [];
        pages.push({ codes, isBlank: read?.isBlank ?? false });
      }
      const parts = planOf(pages, key);
      if (parts === null) return { kind: 'none' };
      return unreadable > 0 || pages.length < count ? { kind: 'unclear' } : { kind: 'parts', parts };
    },
    part: (file, pages, signal) => decoder.part({ ...given(file, signal), pages }, signal),
  };
}
