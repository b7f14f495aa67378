import { isHeic, openHeif } from './heic.ts';
import { fitted, type OpenedFile, resized } from './picture.ts';
import { Refused } from '../refused.ts';

/** The pictures of a HEIC file, as pages. */
export function openHeic(bytes: Buffer): OpenedFile {
  if (!isHeic(bytes)) throw new Refused('damaged');
  const heic = openHeif(bytes);
  return {
    pages: heic.count,
    async draw(page, width) {
      const { picture, release } = await heic.decode(page - 1);
      const drawn = resized(picture, fitted(picture, Math.min(width, picture.width)));
      // Copies the pixels, even of a picture that needs no scaling.
      const out = drawn === picture ? { ...picture, data: Uint8Array.from(picture.data) } : drawn;
      release();
      return out;
    },
    part: null,
    async original(page) {
      const { picture, release } = await heic.decode(page - 1);
      const copied = { ...picture, data: Uint8Array.from(picture.data) };
      release();
      return { picture: copied, shape: picture, dotsPerInch: null };
    },
    close: () => undefined,
  };
}
