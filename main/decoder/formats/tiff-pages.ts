import utif from 'utif2';
import { checkPixels, fitted, type OpenedFile, type Picture, resized, type Size } from './picture.ts';
import { Refused } from '../refused.ts';
import { type TiffPage, tiffPagesOf } from './tiff-directories.ts';

/** A fax has a lower vertical resolution. The page is drawn with the proportions of the paper. */
function shapeOf({ width, height, dotsPerLine }: TiffPage): Size {
  return { width, height: dotsPerLine > 0.2 && dotsPerLine < 5 ? height * dotsPerLine : height };
}

/** The pages of a TIFF. */
export function openTiff(bytes: Uint8Array): OpenedFile {
  const pages = tiffPagesOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const unpacked = (page: number): { told: TiffPage; picture: Picture } => {
    const told = pages[page - 1];
    if (told === undefined) throw new Refused('damaged');
    checkPixels(told);
    // Reads the directories again, so that unpacked data of other pages is not kept.
    const directory = utif.decode(buffer).filter(({ t256 }) => t256 !== undefined)[told.at];
    if (directory === undefined) throw new Refused('damaged');
    utif.decodeImage(buffer, directory);
    const { width, height } = told;
    if (directory.width !== width || directory.height !== height) throw new Refused('damaged');
    const data = utif.toRGBA8(directory);
    return { told, picture: { width, height, channels: 4, stride: width * 4, data } };
  };
  return {
    pages: pages.length,
    draw(page, width) {
      const { told, picture } = unpacked(page);
      return Promise.resolve(resized(picture, fitted(shapeOf(told), Math.min(width, told.width))));
    },
    part: async (some) => (await import('../parts/tiff-part.ts')).partOfTiff(bytes, some),
    original(page) {
      const { told, picture } = unpacked(page);
      return Promise.resolve({ picture, shape: shapeOf(told), dotsPerInch: told.dotsPerInch });
    },
    close: () => undefined,
  };
}
