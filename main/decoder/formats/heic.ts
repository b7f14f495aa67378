import libheif, { type HeifImage, type Libheif } from 'libheif-js/libheif-wasm/libheif-bundle.mjs';
import { declaredSizes } from './heif-boxes.ts';
import { checkPixels, type Picture } from './picture.ts';
import { Refused } from '../refused.ts';

/** The first bytes of these formats: `ftyp` and a brand of HEVC pictures (ISO/IEC 23008-12, annex B). */
const brands = ['heic', 'heix', 'heim', 'heis', 'mif1'];

export const isHeic = (bytes: Buffer): boolean =>
  bytes.toString('latin1', 4, 8) === 'ftyp' && brands.includes(bytes.toString('latin1', 8, 12));

export interface Heic {
  readonly count: number;
  /** Picture number `at`, from 0, as a view of the library's memory. Invalid after `release`. */
  decode(index: number): Promise<{ picture: Picture; release: () => void }>;
}

/** Opens a HEIC file after checking the sizes that its pictures declare. Throws `Refused`. */
export function openHeif(bytes: Buffer): Heic {
  for (const size of declaredSizes(bytes)) checkPixels(size);
  const library = libheif();
  const images = new library.HeifDecoder().decode(bytes);
  if (images.length === 0) throw new Refused('damaged');
  return {
    count: images.length,
    async decode(index) {
      const image = images[index];
      if (image === undefined) throw new Refused('damaged');
      return decoded(library, image);
    },
  };
}

async function decoded(
  library: Libheif,
  image: HeifImage,
): Promise<{ picture: Picture; release: () => void }> {
  checkPixels({ width: image.get_width(), height: image.get_height() });
  // Three bytes per pixel: with a fourth, a phone's largest photo would exceed the memory limit.
  const pixels = await library.heif_js_decode_image2(
    image.handle,
    library.heif_colorspace.heif_colorspace_RGB,
    library.heif_chroma.heif_chroma_interleaved_RGB,
  );
  const [plane] = 'channels' in pixels ? pixels.channels : [];
  if (plane === undefined || !('image' in pixels)) throw new Refused('damaged');
  const { width, height, stride, data } = plane;
  return {
    picture: { width, height, stride, channels: 3, data },
    release: () => library.heif_image_release(pixels.image),
  };
}
