import utif from 'utif2';
import { checkPixels, fitted, type OpenedFile, resized, type Size } from './picture.ts';
import { Refused } from '../refused.ts';
import { type TiffPage, tiffPagesOf } from './tiff-directories.ts';

/** A fax has a lower vertical resolution. The page is drawn with the proportions of the paper. */
function onPaper({ width, height, dotsPerLine }: TiffPage): Size {
  return { width, height: dotsPerLine > 0.2 && dotsPerLine < 5 ? height * dotsPerLine : height };
}

/** The pages of a TIFF. */
export function openTiff(bytes: Uint8Array): OpenedFile {
  const pages = tiffPagesOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  return {
    pages: pages.length,
    draw(page, width) {
      const told = pages[page - 1];
      if (told === undefined) throw new Refused('damaged');
      checkPixels(told);
      // Reads the directories again, so that unpacked data of other pages is not kept.
      const directory = utif.decode(buffer).filter(({ t256 }) => t256 !== undefined)[told.at];
      if (directory === undefined) throw new Refused('damaged');
      utif.decodeImage(buffer, directory);
      if (directory.width !== told.width || directory.height !== told.height) throw new Refused('damaged');
      const data = utif.toRGBA8(directory);
      const picture = { ...told, channels: 4, stride: told.width * 4, data } as const;
      return Promise.resolve(resized(picture, fitted(onPaper(told), Math.min(width, told.width))));
    },
    part: async (some) => (await import('../parts/tiff-part.ts')).partOfTiff(bytes, some),
    close: () => undefined,
  };
}
