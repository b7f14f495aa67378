import jpeg from 'jpeg-js';
import libheif, { type HeifImage, type HeifPixels } from 'libheif-js/libheif-wasm/libheif-bundle.mjs';
import { colourProfileOf, withColourProfile } from './colour-profile.ts';

/** Of 100. Above it files grow fast, and nobody sees a difference. */
const quality = 90;

/** What a file of these formats begins with: `ftyp`, and a brand of HEVC pictures (ISO/IEC 23008-12, annex B). */
const brands = ['heic', 'heix', 'heim', 'heis', 'mif1'];

const isHeic = (bytes: Buffer): boolean =>
  bytes.toString('latin1', 4, 8) === 'ftyp' && brands.includes(bytes.toString('latin1', 8, 12));

function pixelsOf(image: HeifImage): Promise<HeifPixels> {
  const [width, height] = [image.get_width(), image.get_height()];
  const target = { data: new Uint8ClampedArray(width * height * 4), width, height };
  return new Promise((resolve, reject) => {
    image.display(target, (shown) => {
      if (shown === null) reject(new Error('not decodable'));
      else resolve(shown);
    });
  });
}

/**
 * A HEIC photo as a JPEG, turned as it is to be looked at, in its own colours; what the camera wrote beside the picture
 * (the place, the time, the phone) is not in it. Null where the bytes are no HEIC, or hold several pictures, of which a
 * JPEG would lose all but one. Throws where they cannot be decoded. Takes about two seconds for 12 megapixels, and 400 MB.
 */
export async function heicToJpeg(bytes: Buffer): Promise<Buffer | null> {
  if (!isHeic(bytes)) return null;
  const { HeifDecoder } = libheif();
  const images = new HeifDecoder().decode(bytes);
  const [image] = images;
  if (image === undefined) throw new Error('not decodable');
  if (images.length > 1) return null;
  const { data, width, height } = await pixelsOf(image);
  const encoded = jpeg.encode({ data: Buffer.from(data.buffer), width, height }, quality);
  const profile = colourProfileOf(bytes);
  return profile === null ? encoded.data : withColourProfile(encoded.data, profile);
}
