import { pdfFile, pdfStream } from '../../base/pdf-file.ts';
import { checkPixels, onPaper, type Size } from './picture.ts';
import { Refused } from '../refused.ts';

export const isJpeg = (bytes: Buffer): boolean => bytes.readUIntBE(0, 3) === 0xffd8ff;

interface Told extends Size {
  readonly channels: number;
  /** Degrees clockwise by which the picture is turned to be upright. */
  readonly turn: 0 | 90 | 180 | 270;
  readonly dotsPerInch: number | null;
}

/** The turn of each orientation of Exif 2.3, 4.6.4 (tag 274). No camera makes mirrored ones. */
const turns: Readonly<Record<number, Told['turn']>> = { 3: 180, 6: 90, 8: 270 };
const orientation = 274;
const entryBytes = 12;

/** The turn that a camera recorded, by the first directory of its Exif data, which is a TIFF. */
function turnOf(exif: Buffer): Told['turn'] {
  const isLittle = exif.toString('latin1', 0, 2) === 'II';
  const short = (at: number): number => {
    if (at + 2 > exif.length) return 0;
    return isLittle ? exif.readUInt16LE(at) : exif.readUInt16BE(at);
  };
  if (exif.length < 8) return 0;
  const directory = isLittle ? exif.readUInt32LE(4) : exif.readUInt32BE(4);
  for (let at = directory + 2; at < directory + 2 + short(directory) * entryBytes; at += entryBytes) {
    if (short(at) === orientation) return turns[short(at + 8)] ?? 0;
  }
  return 0;
}

/** The resolution in the JFIF segment. Source: JFIF 1.02; units: 1 inch, 2 centimetre. */
function dotsOf(jfif: Buffer): number | null {
  if (jfif.length < 9) return null;
  const inches = { 1: 1, 2: 2.54 }[jfif[2] ?? 0];
  return inches === undefined ? null : jfif.readUInt16BE(3) * inches;
}

/** The description of a JPEG's picture, which comes before its pixels. Source: ITU-T T.81, B.1 and B.2.2. */
function toldBy(bytes: Buffer): Told {
  let turn: Told['turn'] = 0;
  let dotsPerInch: number | null = null;
  for (let at = 2; at + 10 <= bytes.length;) {
    const [mark = 0, kind = 0] = bytes.subarray(at, at + 2);
    if (mark !== 0xff) break;
    const isFrame = kind >= 0xc0 && kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind);
    if (isFrame) {
      const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)];
      return { width, height, channels: bytes[at + 9] ?? 0, turn, dotsPerInch };
    }
    const segment = bytes.subarray(at + 4, at + 2 + bytes.readUInt16BE(at + 2));
    if (kind === 0xe0 && segment.toString('latin1', 0, 5) === 'JFIF\0')
      dotsPerInch = dotsOf(segment.subarray(5));
    if (kind === 0xe1 && segment.toString('latin1', 0, 6) === 'Exif\0\0') turn = turnOf(segment.subarray(6));
    // Bytes of 0xff may fill the space before a mark.
    at += kind === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  throw new Refused('damaged');
}

/** A PDF with a JPEG as its only page, upright and of its size on paper. Throws `Refused`. */
export function pdfOfJpeg(bytes: Buffer): Buffer {
  const { channels, turn, dotsPerInch, width, height } = toldBy(bytes);
  checkPixels({ width, height });
  // Pictures of four colours are made for printing, and no scanner makes them.
  const colours = { 1: 'DeviceGray', 3: 'DeviceRGB' }[channels];
  if (colours === undefined) throw new Refused('damaged');
  const paper = onPaper({ width, height }, dotsPerInch);
  const content = Buffer.from(`${paper.width} 0 0 ${paper.height} 0 0 cm /I Do`);
  const picture = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /${colours} /BitsPerComponent 8 /Filter /DCTDecode`;
  const page = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${paper.width} ${paper.height}] /Rotate ${turn} /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>`;
  return pdfFile([
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from(page),
    pdfStream('', content),
    pdfStream(picture, bytes),
  ]);
}
